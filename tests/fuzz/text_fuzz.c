/* Numbers, hex and UTF-8 out of any bytes. */
#include <math.h>
#include <string.h>

#include "base/str.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct str s = {(const char *)data, n}, rest = s, piece;
    uint8_t bytes[64];
    char hex[2 * sizeof bytes + 1];
    int64_t i = 0;
    double d = 0;
    size_t total = 0;

    if (str_int(s, -1000, 1000000, &i))
        fuzz_hold(i >= -1000 && i <= 1000000);
    if (str_double(s, &d))
        fuzz_hold(isfinite(d));
    if (n % 2 == 0 && n / 2 <= sizeof bytes && str_unhex(s, bytes, n / 2)) {
        str_hex(bytes, n / 2, hex);
        fuzz_hold(strlen(hex) == n);
    }
    if (str_utf8(s) &&
        n > 0) /* a whole text loses its form with its last byte, unless that is one character */
        fuzz_hold(str_utf8((struct str){s.p, n - 1}) || data[n - 1] >= 0x80);
    while (n && str_cut(&rest, ',', &piece))
        total += piece.n + 1;
    fuzz_hold(n == 0 || total == n + 1);
    fuzz_hold(str_trim(s).n <= n);
    return 0;
}
