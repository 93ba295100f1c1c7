/* The wrapper around libjwt: shape, header, signature, claims, in that order, each by itself.
 * libjwt reads tokens; they are written here. */
#include "io/token.h"

#include <inttypes.h>
#include <jansson.h>
#include <jwt.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "io/crypto.h"
#include "io/mac.h"

static const char ISSUER[] = "tocsin";
static const char AUDIENCE[] = "tocsin-api";

enum { CLAIMS = 11, HEADERS = 3, SIGNATURE_TEXT = 43, ID_CHARS = TOKEN_ID - 1, BODY_MAX = 600 };

static void jwt_drop(jwt_t **t)
{
    jwt_free(*t);
}
#define AUTO_JWT __attribute__((cleanup(jwt_drop))) jwt_t *

bool token_key_add(struct token_keys *k, struct str hex, struct err *e)
{
    uint8_t digest[CRYPTO_SHA256];

    if (k->n == TOKEN_KEYS)
        return err_set(e, ERR_INVALID, "more than %d token keys", TOKEN_KEYS);
    struct token_key *key = &k->key[k->n];
    if (hex.n != 2 * TOKEN_KEY || !str_unhex(hex, key->secret, TOKEN_KEY))
        return err_set(e, ERR_INVALID, "the token key is not %d bytes in hex", TOKEN_KEY);
    crypto_sha256(key->secret, TOKEN_KEY, digest);
    str_hex(digest, 8, key->id);
    k->n++;
    return true;
}

void token_keys_wipe(struct token_keys *k)
{
    crypto_wipe(k, sizeof *k);
}

/* Three base64url parts, the last as long as an HMAC-SHA256, terminated copy in `z`. */
static bool shape(struct str text, char z[TOKEN_TEXT])
{
    size_t dots = 0, last = 0;

    if (text.n == 0 || text.n >= TOKEN_TEXT)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-' || c == '_';
        if (c == '.') {
            if (i == last && i > 0)
                return false;
            dots++;
            last = i + 1;
        } else if (!letter) {
            return false;
        }
    }
    if (dots != 2 || text.n - last != SIGNATURE_TEXT)
        return false;
    memcpy(z, text.p, text.n);
    z[text.n] = '\0';
    return true;
}

static json_t *parse(char *text)
{
    if (!text)
        return NULL;
    json_t *j = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    free(text);
    if (json_is_object(j))
        return j;
    json_decref(j);
    return NULL;
}

static bool text_is(const json_t *o, const char *name, const char *want)
{
    const char *s = json_string_value(json_object_get(o, name));
    return s && strcmp(s, want) == 0;
}

/* The key the header names, if the header is exactly ours: alg, typ, kid and nothing else. */
static const struct token_key *header_key(const struct token_keys *k, const char *z)
{
    AUTO_JWT t = NULL;

    if (jwt_decode(&t, z, NULL, 0) != 0 || !t)
        return NULL;
    json_auto_t *h = parse(jwt_get_headers_json(t, NULL));
    if (!h || json_object_size(h) != HEADERS || !text_is(h, "alg", "HS256") ||
        !text_is(h, "typ", "JWT"))
        return NULL;
    for (size_t i = 0; i < k->n && i < TOKEN_KEYS; i++)
        if (text_is(h, "kid", k->key[i].id))
            return &k->key[i];
    return NULL;
}

/* A whole number that is a JSON integer, in bounds. */
static bool number(const json_t *o, const char *name, int64_t min, int64_t max, int64_t *out)
{
    const json_t *v = json_object_get(o, name);

    if (!json_is_integer(v) || json_integer_value(v) < min || json_integer_value(v) > max)
        return false;
    *out = json_integer_value(v);
    return true;
}

static bool id_text(const json_t *o, const char *name, int64_t *out)
{
    return str_int(str_of(json_string_value(json_object_get(o, name))), 1, INT64_MAX, out);
}

static bool methods(const json_t *o, bool *mfa)
{
    const json_t *a = json_object_get(o, "amr");
    const char *first = json_string_value(json_array_get(a, 0));
    const char *second = json_string_value(json_array_get(a, 1));
    size_t n = json_array_size(a);

    if (n < 1 || n > 2 || !first || strcmp(first, "pwd") != 0)
        return false;
    if (n == 2 && (!second || strcmp(second, "otp") != 0))
        return false;
    *mfa = n == 2;
    return true;
}

static bool identifier(const json_t *o, char out[TOKEN_ID])
{
    uint8_t raw[ID_CHARS / 2];
    const char *s = json_string_value(json_object_get(o, "jti"));

    if (!s || strlen(s) != ID_CHARS || !str_unhex(str_of(s), raw, sizeof raw))
        return false;
    memcpy(out, s, TOKEN_ID);
    return true;
}

static bool claims(const json_t *o, struct token_claims *c)
{
    enum { YEAR_9999 = 253402300799 };
    int64_t tenant;

    if (json_object_size(o) != CLAIMS || !text_is(o, "iss", ISSUER) || !text_is(o, "aud", AUDIENCE))
        return false;
    if (!number(o, "tid", 1, INT32_MAX, &tenant) || !id_text(o, "sub", &c->account) ||
        !id_text(o, "sid", &c->session))
        return false;
    c->tenant = (int32_t)tenant;
    return identifier(o, c->id) && methods(o, &c->mfa) &&
           number(o, "iat", 1, YEAR_9999, &c->issued_s) &&
           number(o, "nbf", 1, YEAR_9999, &c->not_before_s) &&
           number(o, "exp", 1, YEAR_9999, &c->expires_s) &&
           number(o, "auth_time", 1, YEAR_9999, &c->auth_time_s);
}

static bool in_time(const struct token_claims *c, int64_t now_s)
{
    return c->not_before_s <= now_s + TOKEN_LEEWAY_S && c->issued_s <= now_s + TOKEN_LEEWAY_S &&
           c->auth_time_s <= now_s + TOKEN_LEEWAY_S && now_s <= c->expires_s + TOKEN_LEEWAY_S &&
           c->expires_s - c->issued_s <= TOKEN_LIFE_S;
}

static bool verified(const struct token_keys *k, const char *z, struct token_claims *c)
{
    const struct token_key *key = header_key(k, z);
    AUTO_JWT t = NULL;

    if (!key)
        return false;
    if (jwt_decode(&t, z, key->secret, TOKEN_KEY) != 0 || !t || jwt_get_alg(t) != JWT_ALG_HS256)
        return false;
    json_auto_t *o = parse(jwt_get_grants_json(t, NULL));
    return o && claims(o, c);
}

bool token_verify(const struct token_keys *k, struct str text, int64_t now_s,
                  struct token_claims *out, struct err *e)
{
    char z[TOKEN_TEXT];
    struct token_claims c = {0};

    bool good = shape(text, z) && verified(k, z, &c) && in_time(&c, now_s);
    if (!good)
        return err_set(e, ERR_UNAUTHENTICATED, "the access token is not valid");
    *out = c;
    return true;
}

static json_t *grants(const struct token_claims *c)
{
    char sub[24], sid[24];

    snprintf(sub, sizeof sub, "%" PRId64, c->account);
    snprintf(sid, sizeof sid, "%" PRId64, c->session);
    json_t *amr = c->mfa ? json_pack("[ss]", "pwd", "otp") : json_pack("[s]", "pwd");
    return json_pack("{ss ss ss sI ss ss sI sI sI so sI}", "iss", ISSUER, "aud", AUDIENCE, "sub",
                     sub, "tid", (json_int_t)c->tenant, "sid", sid, "jti", c->id, "iat",
                     (json_int_t)c->issued_s, "nbf", (json_int_t)c->not_before_s, "exp",
                     (json_int_t)c->expires_s, "amr", amr, "auth_time", (json_int_t)c->auth_time_s);
}

/* One part of a token in base64url, with the dot before it. */
static bool part(struct buf *b, const void *p, size_t n)
{
    char text[4 * BODY_MAX / 3 + 4];

    if (n > BODY_MAX)
        return false;
    if (b->n)
        buf_char(b, '.');
    buf_add(b, text, mac_base64(p, n, text, sizeof text));
    return buf_ok(b);
}

/* Written here and not by libjwt, which does not survive a loss of memory while it writes. */
static bool write_token(const struct token_key *key, const char *body, char out[TOKEN_TEXT])
{
    struct buf b = {.p = out, .cap = TOKEN_TEXT};
    unsigned char mac[crypto_auth_hmacsha256_BYTES];
    char head[80];

    int n =
        snprintf(head, sizeof head, "{\"alg\":\"HS256\",\"kid\":\"%s\",\"typ\":\"JWT\"}", key->id);
    if (n < 0 || (size_t)n >= sizeof head || !part(&b, head, (size_t)n) ||
        !part(&b, body, strlen(body)))
        return false;
    crypto_auth_hmacsha256(mac, (const unsigned char *)out, b.n, key->secret);
    return part(&b, mac, sizeof mac);
}

bool token_sign(const struct token_keys *k, struct token_claims *c, int64_t now_s,
                char out[TOKEN_TEXT], struct err *e)
{
    uint8_t raw[ID_CHARS / 2];

    if (k->n == 0)
        return err_set(e, ERR_INTERNAL, "no key to sign tokens with");
    crypto_random(raw, sizeof raw);
    str_hex(raw, sizeof raw, c->id);
    c->issued_s = c->not_before_s = now_s;
    c->expires_s = now_s + TOKEN_LIFE_S;
    json_auto_t *body = grants(c);
    char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
    bool done = text && write_token(&k->key[0], text, out);
    free(text);
    return done || err_set(e, ERR_INTERNAL, "an access token could not be made");
}
