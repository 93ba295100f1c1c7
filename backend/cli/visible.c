/* Characters that are safe to show, and how wide they are. */
#include "cli/visible.h"

#include <string.h>

enum { REPLACEMENT = 0xfffd };

struct range {
    uint32_t from, to;
};

static const struct range unsafe[] = {
    {0x00, 0x1f},     {0x7f, 0x9f},     {0x061c, 0x061c}, {0x200b, 0x200f},   {0x2028, 0x202e},
    {0x2060, 0x206f}, {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f},
};
static const struct range wide[] = {
    {0x1100, 0x115f},   {0x2e80, 0xa4cf},   {0xac00, 0xd7a3},   {0xf900, 0xfaff},
    {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},   {0x1f300, 0x1f64f},
    {0x1f680, 0x1f6ff}, {0x1f900, 0x1faff}, {0x20000, 0x3fffd},
};
static const struct range combining[] = {
    {0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x1ab0, 0x1aff},
    {0x1dc0, 0x1dff}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f},
};

#define WITHIN(code, ranges) within(code, ranges, sizeof(ranges) / sizeof *(ranges))
static bool within(uint32_t code, const struct range *ranges, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (code >= ranges[i].from && code <= ranges[i].to)
            return true;
    return false;
}

bool visible_next(struct str *rest, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *p = (const unsigned char *)rest->p;

    if (rest->n == 0)
        return false;
    size_t n = p[0] < 0x80 ? 1 : p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : p[0] >= 0xc0 ? 2 : 0;
    uint32_t c = n == 1 ? p[0] : p[0] & (0x3fu >> (n ? n - 1 : 0));
    bool ok = n > 0 && n <= rest->n && p[0] < 0xf8;
    for (size_t i = 1; ok && i < n; i++) {
        ok = (p[i] & 0xc0) == 0x80;
        c = c << 6 | (p[i] & 0x3fu);
    }
    ok = ok && c >= least[n] && c <= 0x10ffff && !(c >= 0xd800 && c <= 0xdfff);
    *code = ok ? c : REPLACEMENT;
    n = ok ? n : 1;
    *rest = (struct str){rest->p + n, rest->n - n};
    return true;
}

bool visible_unsafe(uint32_t code)
{
    return WITHIN(code, unsafe);
}

void visible_utf8(struct buf *b, uint32_t c)
{
    if (c < 0x80) {
        buf_char(b, (char)c);
    } else if (c < 0x800) {
        buf_char(b, (char)(0xc0 | c >> 6));
        buf_char(b, (char)(0x80 | (c & 0x3f)));
    } else if (c < 0x10000) {
        buf_char(b, (char)(0xe0 | c >> 12));
        buf_char(b, (char)(0x80 | (c >> 6 & 0x3f)));
        buf_char(b, (char)(0x80 | (c & 0x3f)));
    } else {
        buf_char(b, (char)(0xf0 | c >> 18));
        buf_char(b, (char)(0x80 | (c >> 12 & 0x3f)));
        buf_char(b, (char)(0x80 | (c >> 6 & 0x3f)));
        buf_char(b, (char)(0x80 | (c & 0x3f)));
    }
}

bool visible_piece(struct str *rest, char out[VISIBLE_PIECE], size_t *columns)
{
    struct buf b = {.p = out, .cap = VISIBLE_PIECE};
    uint32_t c;

    if (!visible_next(rest, &c))
        return false;
    if (WITHIN(c, unsafe)) {
        buf_fmt(&b, c < 0x100 ? "\\x%02x" : "\\u%04x", (unsigned)c);
        *columns = b.n;
        return true;
    }
    visible_utf8(&b, c);
    *columns = WITHIN(c, combining) ? 0 : WITHIN(c, wide) ? 2 : 1;
    return true;
}

size_t visible_width(struct str s)
{
    char piece[VISIBLE_PIECE];
    size_t columns, sum = 0;

    while (visible_piece(&s, piece, &columns))
        sum += columns;
    return sum;
}

void visible_print(FILE *out, struct str s)
{
    char piece[VISIBLE_PIECE];
    size_t columns;

    while (visible_piece(&s, piece, &columns))
        fputs(piece, out);
}

void visible_cut(struct str s, char *out, size_t cap)
{
    char piece[VISIBLE_PIECE];
    size_t columns, n = 0;

    while (visible_piece(&s, piece, &columns) && n + strlen(piece) < cap) {
        memcpy(out + n, piece, strlen(piece));
        n += strlen(piece);
    }
    out[n] = '\0';
}

void visible_json(FILE *out, struct str json)
{
    struct str from = json;
    uint32_t c;

    for (struct str rest = json; visible_next(&rest, &c); from = rest) {
        if (c == '\n' || !visible_unsafe(c))
            fwrite(from.p, 1, (size_t)(rest.p - from.p), out);
        else if (c < 0x10000)
            fprintf(out, "\\u%04x", (unsigned)c);
        else
            fprintf(out, "\\u%04x\\u%04x", 0xd800 | (unsigned)((c - 0x10000) >> 10),
                    0xdc00 | (unsigned)((c - 0x10000) & 0x3ff));
    }
}
