/* Entries of a tenant's list, host names and literals of any bytes. */
#include <arpa/inet.h>
#include <string.h>

#include "fuzz.h"
#include "io/net.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct str text = {(const char *)data, n};
    struct net_rule rule, again;
    struct addr a, b;
    struct err e = {0};
    enum addr_host kind;
    char room[128], spelled[ADDR_TEXT];

    if (net_rule_parse(text, &rule, &e)) {
        struct buf out = BUF(room);
        net_rule_format(&rule, &out);
        fuzz_hold(buf_ok(&out) && net_rule_parse(buf_view(&out), &again, &e));
        fuzz_hold(addr_equal(&rule.net, &again.net) && rule.bits == again.bits &&
                  rule.what == again.what &&
                  (rule.what != NET_ONE_PORT || rule.port == again.port));
        fuzz_hold(rule.bits <= (rule.net.v4 ? 32 : 128));
    }
    if (addr_parse(text, &a)) {
        unsigned char system[16];
        addr_text(&a, spelled);
        fuzz_hold(addr_parse(str_of(spelled), &b) && addr_equal(&a, &b));
        fuzz_hold(inet_pton(a.v4 ? AF_INET : AF_INET6, spelled, system) == 1 &&
                  memcmp(system, a.b, a.v4 ? 4 : 16) == 0);
    }
    err_clear(&e);
    if (addr_host(text, &kind, &a, &e))
        for (size_t i = 0; i < n; i++)
            fuzz_hold(data[i] > ' ' && data[i] < 0x7f);
    return 0;
}
