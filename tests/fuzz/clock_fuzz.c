/* RFC 3339 out of any bytes; what is read can be written and read again. */
#include "base/clock.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    int64_t us = 0, back = 0;
    char out[CLOCK_TEXT];

    if (!clock_parse((struct str){(const char *)data, n}, &us))
        return 0;
    clock_rfc3339(us, out);
    if (us >= 0 && out[0]) { /* an offset may lead out of the years that are read */
        fuzz_hold(clock_parse(str_of(out), &back));
        fuzz_hold(back == us / 1000 * 1000);
    }
    return 0;
}
