/* API keys as text. */
#include "io/key_text.h"

#include <inttypes.h>
#include <stdio.h>

static const char START[] = "tsk_";

void key_text_make(int32_t tenant, int64_t id, const char secret[CRYPTO_SECRET_TEXT],
                   char out[KEY_TEXT])
{
    snprintf(out, KEY_TEXT, "%s%" PRId32 "_%" PRId64 "_%s", START, tenant, id, secret);
}

void key_text_prefix(const char secret[CRYPTO_SECRET_TEXT], char out[KEY_TEXT_PREFIX])
{
    snprintf(out, KEY_TEXT_PREFIX, "%s%.8s", START, secret);
}

/* A positive number as we spell it: without leading zeros. */
static bool number(struct str s, int64_t max, int64_t *out)
{
    return s.n > 0 && s.p[0] != '0' && str_int(s, 1, max, out);
}

/* base64url may hold "_" too: the secret is all that follows the second one. */
bool key_text_read(struct str text, int32_t *tenant, int64_t *id, struct str *secret)
{
    struct str rest, part;
    int64_t home, key;

    if (text.n >= KEY_TEXT || !str_starts(text, START))
        return false;
    rest = (struct str){text.p + sizeof START - 1, text.n - (sizeof START - 1)};
    if (!str_cut(&rest, '_', &part) || !number(part, INT32_MAX, &home) ||
        !str_cut(&rest, '_', &part) || !number(part, INT64_MAX, &key) || !rest.p ||
        rest.n != CRYPTO_SECRET_TEXT - 1)
        return false;
    *tenant = (int32_t)home;
    *id = key;
    *secret = rest;
    return true;
}
