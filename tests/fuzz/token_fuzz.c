/* Access tokens: any bytes, and a good token with any byte of it changed, are refused. */
#include <string.h>

#include "fuzz.h"
#include "io/crypto.h"
#include "io/token.h"

enum { NOW_S = 1800000000 };

static struct token_keys keys;
static char good[TOKEN_TEXT];

static void prepare(void)
{
    struct err e = {0};
    struct token_claims c = {.tenant = 1, .account = 2, .session = 3, .auth_time_s = NOW_S};

    fuzz_hold(crypto_start(&e));
    fuzz_hold(token_key_add(
        &keys, STR("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"), &e));
    fuzz_hold(token_sign(&keys, &c, NOW_S, good, &e));
}

static void refused(struct str text)
{
    struct token_claims c = {.tenant = 77};
    struct err e = {0};

    fuzz_hold(!token_verify(&keys, text, NOW_S, &c, &e));
    fuzz_hold(c.tenant == 77 && e.code == ERR_UNAUTHENTICATED);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    char changed[TOKEN_TEXT];
    size_t len;

    if (!keys.n)
        prepare();
    len = strlen(good);
    if (n == len && memcmp(data, good, n) == 0)
        return 0;
    refused((struct str){(const char *)data, n});
    if (n < 3)
        return 0;
    /* The good token with one byte set, cut off, or with our bytes as its header. */
    memcpy(changed, good, len);
    size_t at = (size_t)(data[0] << 8 | data[1]) % len;
    if (changed[at] != (char)data[2]) {
        changed[at] = (char)data[2];
        refused((struct str){changed, len});
    }
    refused((struct str){good, at});
    size_t dot = (size_t)(strchr(good, '.') - good);
    if (n + len - dot < sizeof changed && (n != dot || memcmp(data, good, n) != 0)) {
        memcpy(changed, data, n);
        memcpy(changed + n, good + dot, len - dot);
        refused((struct str){changed, n + len - dot});
    }
    return 0;
}
