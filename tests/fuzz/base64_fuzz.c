/* base64url of any bytes: what is read is the one spelling of those bytes. */
#include <string.h>

#include "fuzz.h"
#include "io/mac.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    uint8_t bytes[256];
    char text[4 * sizeof bytes / 3 + 4];
    size_t len = 0;

    if (!mac_unbase64((struct str){(const char *)data, n}, bytes, sizeof bytes, &len))
        return 0;
    fuzz_hold(len <= sizeof bytes);
    fuzz_hold(mac_base64(bytes, len, text, sizeof text) == n && memcmp(text, data, n) == 0);
    return 0;
}
