/* API keys as text. */
#include "io/key_text.h"

#include <inttypes.h>
#include <stdio.h>

void key_text_make(int32_t tenant, int64_t id, const char secret[CRYPTO_SECRET_TEXT],
                   char out[KEY_TEXT])
{
    snprintf(out, KEY_TEXT, "tsk_%" PRId32 "_%" PRId64 "_%s", tenant, id, secret);
}

void key_text_prefix(const char secret[CRYPTO_SECRET_TEXT], char out[KEY_TEXT_PREFIX])
{
    snprintf(out, KEY_TEXT_PREFIX, "tsk_%.8s", secret);
}
