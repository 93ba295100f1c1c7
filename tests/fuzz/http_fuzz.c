/* HTTP answers: any bytes, cut anywhere, end within their bounds and say why. */
#include "fuzz.h"
#include "io/http.h"

enum { BODY_MAX = 4096 };

static void count(const char *p, size_t n, void *data)
{
    fuzz_hold(p != NULL && n > 0);
    *(size_t *)data += n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct http_reader r;
    size_t got = 0, step = n ? data[0] % 97 + 1u : 1;

    http_reader_init(&r, n > 1 && (data[1] & 1), true, BODY_MAX, count, &got);
    for (size_t at = 2; at < n && r.state < HTTP_DONE; at += step)
        http_reader_feed(&r, (const char *)data + at, n - at < step ? n - at : step);
    if (r.state < HTTP_DONE)
        http_reader_end(&r);
    fuzz_hold(r.state == HTTP_DONE || r.state == HTTP_FAILED);
    fuzz_hold((r.fault == HTTP_OK) == (r.state == HTTP_DONE));
    fuzz_hold(got <= BODY_MAX && got == r.decoded);
    fuzz_hold(r.location_n < sizeof r.location && r.header_bytes <= HTTP_HEADERS_MAX + step);
    if (r.state == HTTP_DONE)
        fuzz_hold(r.status >= 100 && r.status <= 999);
    http_reader_clear(&r);
    return 0;
}
