/* Web addresses and redirects of any bytes: what is taken has one meaning. */
#include <string.h>

#include "fuzz.h"
#include "io/addr.h"
#include "io/url.h"

static void sound(const struct url *u)
{
    struct err e = {0};
    struct addr a;
    enum addr_host kind;

    fuzz_hold(u->port > 0 && u->host.n > 0 && u->host.n <= 253);
    fuzz_hold(addr_host(u->host, &kind, &a, &e));
    for (size_t i = 0; i < u->host.n; i++)
        fuzz_hold(u->host.p[i] > ' ' && (unsigned char)u->host.p[i] < 0x7f &&
                  !strchr("@/\\?#%", u->host.p[i]));
    for (size_t i = 0; i < u->path.n; i++)
        fuzz_hold(u->path.p[i] > ' ' && (unsigned char)u->path.p[i] < 0x7f);
    fuzz_hold(url_same_origin(u, u));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const struct str from = {"https://example.test:8443/a/b?c", 31};
    struct str text = {(const char *)data, n};
    struct url base, u, again;
    struct err e = {0};
    char out[URL_MAX];

    if (url_parse(text, &u, &e))
        sound(&u);
    err_clear(&e);
    if (!url_parse(from, &base, &e))
        abort();
    if (url_follow(&base, text, out, &u, &e)) {
        sound(&u);
        fuzz_hold(strlen(out) < URL_MAX && url_parse(str_of(out), &again, &e));
        fuzz_hold(url_same_origin(&u, &again));
    }
    return 0;
}
