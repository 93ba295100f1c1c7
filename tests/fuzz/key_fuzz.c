/* API keys as text: what is read is the one spelling of its parts. */
#include <string.h>

#include "fuzz.h"
#include "io/key_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct str text = {(const char *)data, n}, secret;
    char again[KEY_TEXT], z[CRYPTO_SECRET_TEXT];
    int32_t tenant = 0;
    int64_t id = 0;

    if (!key_text_read(text, &tenant, &id, &secret))
        return 0;
    fuzz_hold(tenant > 0 && id > 0 && secret.n == CRYPTO_SECRET_TEXT - 1);
    for (size_t i = 0; i < secret.n; i++)
        if (!secret.p[i])
            return 0; /* a secret with a zero byte is nobody's, but has no text form */
    memcpy(z, secret.p, secret.n);
    z[secret.n] = '\0';
    key_text_make(tenant, id, z, again);
    fuzz_hold(strlen(again) == n && memcmp(again, data, n) == 0);
    return 0;
}
