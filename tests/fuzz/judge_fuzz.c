/* The egress judge over any socket address. Without rules nothing private may pass: said here a
 * second time, in other words than the judge's, for IPv4 and for what IPv6 may be at all. */
#include <netinet/in.h>
#include <string.h>

#include "fuzz.h"
#include "io/net.h"

static int private_v4(uint32_t a)
{
    static const struct {
        uint32_t net, bits;
    } denied[] = {
        {0x00000000, 8},  {0x0a000000, 8},  {0x64400000, 10}, {0x7f000000, 8},
        {0xa9fe0000, 16}, {0xac100000, 12}, {0xc0000000, 24}, {0xc0a80000, 16},
        {0xc6120000, 15}, {0xe0000000, 4},  {0xf0000000, 4},
    };
    for (size_t i = 0; i < sizeof denied / sizeof *denied; i++)
        if (a >> (32 - denied[i].bits) == denied[i].net >> (32 - denied[i].bits))
            return 1;
    return 0;
}

static uint32_t word(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void allowed(const struct sockaddr_storage *sa)
{
    if (sa->ss_family == AF_INET) {
        fuzz_hold(!private_v4(ntohl(((const struct sockaddr_in *)sa)->sin_addr.s_addr)));
        return;
    }
    fuzz_hold(sa->ss_family == AF_INET6);
    const uint8_t *b = ((const struct sockaddr_in6 *)sa)->sin6_addr.s6_addr;
    static const uint8_t outer[][12] = {{0},
                                        {[10] = 0xff, [11] = 0xff},
                                        {[8] = 0xff, [9] = 0xff},
                                        {0, 0x64, 0xff, 0x9b},
                                        {0, 0x64, 0xff, 0x9b, 0, 1}};
    int inside = 0;
    for (size_t i = 0; i < sizeof outer / sizeof *outer; i++)
        inside |= memcmp(b, outer[i], 12) == 0;
    if (inside)
        fuzz_hold(!private_v4(word(b + 12)));
    else
        fuzz_hold((b[0] & 0xe0) == 0x20); /* global unicast */
    if (b[0] == 0x20 && b[1] == 0x02)     /* 6to4 */
        fuzz_hold(!private_v4(word(b + 2)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct net_own *own;
    static struct net_policy *tenant;
    struct sockaddr_storage sa = {0};

    if (!own) {
        static const struct addr mine = {{203, 0, 113, 7}, true};
        own = net_own_new();
        tenant = net_policy_new(NULL, 0);
        fuzz_hold(own && tenant && net_own_set(own, &mine, 1));
    }
    if (n < 2 || n > sizeof sa)
        return 0;
    memcpy(&sa, data, n);
    sa.ss_family = data[0] % 3 == 0 ? AF_INET : data[0] % 3 == 1 ? AF_INET6 : data[1];
    for (int use = NET_CONNECT; use <= NET_ICMP; use++) {
        enum net_verdict v =
            net_judge(tenant, own, (const struct sockaddr *)&sa, (socklen_t)n, (enum net_use)use);
        fuzz_hold(net_verdict_text(v) != NULL);
        if (v == NET_ALLOWED)
            allowed(&sa);
        fuzz_hold(net_judge(NULL, own, (const struct sockaddr *)&sa, (socklen_t)n,
                            (enum net_use)use) != NET_ALLOWED);
        fuzz_hold(net_judge(tenant, NULL, (const struct sockaddr *)&sa, (socklen_t)n,
                            (enum net_use)use) != NET_ALLOWED);
    }
    return 0;
}
