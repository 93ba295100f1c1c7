/* liboath for the codes, libqrencode for the picture. liboath takes as many digits as the text
 * has, so the length is checked first; a match may be at distance 0 or 1, so >= 0 is a match. */
#include "io/otp.h"

#include <errno.h>
#include <liboath/oath.h>
#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "io/crypto.h"

enum { STEP_S = 30, DIGITS = 6, WINDOW = 1, QUIET = 4 };

static const char BASE32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

void otp_seed_new(uint8_t seed[OTP_SEED])
{
    crypto_random(seed, OTP_SEED);
}

bool otp_match(const uint8_t seed[OTP_SEED], struct str code, int64_t now_s, int64_t *counter)
{
    char z[DIGITS + 1];
    uint64_t step = 0;
    int distance = 0;

    if (code.n != DIGITS || now_s < STEP_S)
        return false;
    for (size_t i = 0; i < DIGITS; i++) {
        if (code.p[i] < '0' || code.p[i] > '9')
            return false;
        z[i] = code.p[i];
    }
    z[DIGITS] = '\0';
    if (oath_totp_validate4((const char *)seed, OTP_SEED, (time_t)now_s, STEP_S, 0, WINDOW,
                            &distance, &step, 0, z) < 0)
        return false;
    *counter = (int64_t)step;
    return true;
}

/* n bytes, n a multiple of 5, as base32 without padding. */
static void base32(const uint8_t *p, size_t n, char *out)
{
    for (size_t i = 0; i + 5 <= n; i += 5) {
        uint64_t v = 0;
        for (size_t j = 0; j < 5; j++)
            v = v << 8 | p[i + j];
        for (int shift = 35; shift >= 0; shift -= 5)
            *out++ = BASE32[v >> shift & 31];
    }
    *out = '\0';
}

void otp_seed_text(const uint8_t seed[OTP_SEED], char out[OTP_SEED_TEXT])
{
    base32(seed, OTP_SEED, out);
}

void otp_backup_new(char out[OTP_BACKUP_TEXT])
{
    uint8_t raw[5];

    crypto_random(raw, sizeof raw);
    base32(raw, sizeof raw, out);
    crypto_wipe(raw, sizeof raw);
}

bool otp_backup_read(struct str typed, char out[OTP_BACKUP_TEXT])
{
    char z[OTP_BACKUP_TEXT] = "";
    size_t n = 0;

    for (size_t i = 0; i < typed.n; i++) {
        char c = typed.p[i];
        if (c == ' ' || c == '-')
            continue;
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        if (c == '\0' || !strchr(BASE32, c) || n == OTP_BACKUP_TEXT - 1)
            return false;
        z[n++] = c;
    }
    if (n != OTP_BACKUP_TEXT - 1)
        return false;
    memcpy(out, z, sizeof z);
    return true;
}

static void percent(struct buf *b, const char *z)
{
    for (; *z; z++) {
        unsigned char c = (unsigned char)*z;
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '-' || c == '.' || c == '_' || c == '~';
        if (plain)
            buf_char(b, (char)c);
        else
            buf_fmt(b, "%%%02X", c);
    }
}

char *otp_uri(const uint8_t seed[OTP_SEED], const char *account, struct arena *a, struct err *e)
{
    char text[1100], secret[OTP_SEED_TEXT];
    struct buf b = BUF(text);

    otp_seed_text(seed, secret);
    buf_str(&b, "otpauth://totp/Tocsin:");
    percent(&b, account);
    buf_fmt(&b, "?secret=%s&issuer=Tocsin&algorithm=SHA1&digits=%d&period=%d", secret, DIGITS,
            STEP_S);
    char *out = NULL;
    if (buf_ok(&b))
        out = arena_str(a, buf_view(&b), e);
    else
        err_set(e, ERR_LIMIT, "the account name is too long for an otpauth address");
    crypto_wipe(text, sizeof text);
    crypto_wipe(secret, sizeof secret);
    return out;
}

/* One horizontal run of dark modules a step: "Mx,yhNv1h-Nz". */
static void draw(struct buf *b, const QRcode *q)
{
    for (int y = 0; y < q->width; y++) {
        const unsigned char *row = q->data + (size_t)y * (size_t)q->width;
        for (int x = 0; x < q->width; x++) {
            int from = x;
            while (x < q->width && (row[x] & 1))
                x++;
            if (x > from)
                buf_fmt(b, "M%d,%dh%dv1h-%dz", from + QUIET, y + QUIET, x - from, x - from);
        }
    }
}

char *otp_qr_svg(const char *text, struct arena *a, struct err *e)
{
    enum { ROOM = 256 << 10 };
    QRcode *q = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    char *out = NULL;

    if (!q) {
        if (errno == ENOMEM)
            err_set(e, ERR_UNAVAILABLE, "no memory for a QR code");
        else
            err_set(e, ERR_LIMIT, "the text does not fit a QR code");
        return NULL;
    }
    char *room = arena_alloc(a, ROOM, e);
    if (room) {
        struct buf b = {.p = room, .cap = ROOM};
        int side = q->width + 2 * QUIET;
        buf_fmt(&b,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
                "shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0,0h%dv%dH0z\"/>"
                "<path fill=\"#000\" d=\"",
                side, side, side, side);
        draw(&b, q);
        buf_str(&b, "\"/></svg>");
        if (buf_ok(&b))
            out = room;
        else
            err_set(e, ERR_LIMIT, "the QR code is too large");
    }
    QRcode_free(q);
    return out;
}
