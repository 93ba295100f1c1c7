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

/* base64url may hold "_" too: the secret is all that follows the second one. */
bool key_text_read(struct str text, int32_t *tenant, int64_t *id, struct str *secret)
{
    struct str rest = {text.p + sizeof START - 1, text.n - (sizeof START - 1)}, part;
    int64_t n, number;

    if (text.n >= KEY_TEXT || !str_starts(text, START) || !str_cut(&rest, '_', &part) ||
        !str_int(part, 1, INT32_MAX, &n) || !str_cut(&rest, '_', &part) ||
        !str_int(part, 1, INT64_MAX, &number) || !rest.p || rest.n != CRYPTO_SECRET_TEXT - 1)
        return false;
    *tenant = (int32_t)n;
    *id = number;
    *secret = rest;
    return true;
}
