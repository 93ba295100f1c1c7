/* The egress judge and its policies. */
#include "io/net.h"

#include <ifaddrs.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/size.h"

struct net_policy {
    unsigned holders;
    bool person;
    size_t n;
    struct net_rule rules[];
};

struct net_own {
    bool known;
    int64_t read_mono_ms;
    size_t n;
    struct addr *list; /* owned */
};

struct range {
    struct addr net;
    uint8_t bits;
};

#define V4(a, b, c, d, bits)       \
    {                              \
        {{a, b, c, d}, true}, bits \
    }
#define V6(bits, ...)                \
    {                                \
        {{__VA_ARGS__}, false}, bits \
    }

/* Metadata services of the clouds: credentials for whoever can ask. */
static const struct range metadata[] = {
    V4(169, 254, 169, 254, 32),
    V4(169, 254, 169, 253, 32),
    V4(169, 254, 170, 2, 32),
    V4(169, 254, 170, 23, 32),
    V4(100, 100, 100, 200, 32),
    V4(192, 0, 0, 192, 32),
    V4(168, 63, 129, 16, 32),
    V6(32, 0xfd, 0x00, 0x0e, 0xc2),
    V6(128, 0xfd, 0x20, 0x00, 0xce, [14] = 0x02, 0x54),
};

/* Not globally routable (IANA special-purpose registries), or no host at all. */
static const struct range denied[] = {
    V4(0, 0, 0, 0, 8),
    V4(10, 0, 0, 0, 8),
    V4(100, 64, 0, 0, 10),
    V4(127, 0, 0, 0, 8),
    V4(169, 254, 0, 0, 16),
    V4(172, 16, 0, 0, 12),
    V4(192, 0, 0, 0, 24),
    V4(192, 0, 2, 0, 24),
    V4(192, 88, 99, 0, 24),
    V4(192, 168, 0, 0, 16),
    V4(198, 18, 0, 0, 15),
    V4(198, 51, 100, 0, 24),
    V4(203, 0, 113, 0, 24),
    V4(224, 0, 0, 0, 4),
    V4(240, 0, 0, 0, 4),
    V6(23, 0x20, 0x01), /* protocol assignments, benchmarking, ORCHID */
    V6(32, 0x20, 0x01, 0x0d, 0xb8),
    V6(20, 0x3f, 0xff), /* documentation */
};
static const struct range global6 = V6(3, 0x20); /* all the rest of IPv6 is denied */

static bool in_any(const struct addr *a, const struct range *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (addr_within(a, &list[i].net, list[i].bits))
            return true;
    return false;
}

static bool named(const struct net_policy *p, const struct addr *a, uint16_t port, enum net_use use)
{
    for (size_t i = 0; i < p->n; i++) {
        const struct net_rule *r = &p->rules[i];
        bool fits = use == NET_ICMP
                        ? r->what == NET_PING
                        : r->what == NET_ANY_PORT || (r->what == NET_ONE_PORT && r->port == port);
        if (fits && addr_within(a, &r->net, r->bits))
            return true;
    }
    return false;
}

static bool is_own(const struct net_own *own, const struct addr *a)
{
    for (size_t i = 0; i < own->n; i++)
        if (addr_equal(&own->list[i], a))
            return true;
    return false;
}

static enum net_verdict judge_one(const struct net_policy *p, const struct net_own *own,
                                  const struct addr *a, uint16_t port, enum net_use use)
{
    if (in_any(a, metadata, sizeof metadata / sizeof *metadata))
        return NET_DENIED_METADATA;
    if (named(p, a, port, use))
        return NET_ALLOWED;
    if (!own->known)
        return NET_DENIED_UNDECIDED;
    if (is_own(own, a))
        return NET_DENIED_OWN;
    if (in_any(a, denied, sizeof denied / sizeof *denied))
        return NET_DENIED_RANGE;
    if (!a->v4 && !addr_within(a, &global6.net, global6.bits))
        return NET_DENIED_RANGE;
    return NET_ALLOWED;
}

enum net_verdict net_judge(const struct net_policy *policy, const struct net_own *own,
                           const struct sockaddr *sa, socklen_t len, enum net_use use)
{
    struct addr a, inner[2];
    uint16_t port;
    bool replaces, undecided;
    enum net_verdict v = NET_ALLOWED;

    if (!policy)
        return NET_DENIED_UNDECIDED;
    if (policy->person)
        return NET_ALLOWED;
    if (!own || !addr_of_sockaddr(sa, len, &a, &port))
        return NET_DENIED_UNDECIDED;
    size_t n = addr_embedded(&a, inner, &replaces, &undecided);
    if (undecided)
        return NET_DENIED_UNDECIDED;
    for (size_t i = 0; i < n && v == NET_ALLOWED; i++)
        v = judge_one(policy, own, &inner[i], port, use);
    if (v == NET_ALLOWED && is_own(own, &a) && !named(policy, &a, port, use))
        v = NET_DENIED_OWN; /* also in an embedding form */
    if (v == NET_ALLOWED && !replaces)
        v = judge_one(policy, own, &a, port, use);
    return v;
}

const char *net_verdict_text(enum net_verdict v)
{
    switch (v) {
    case NET_ALLOWED:
        return "may be reached";
    case NET_DENIED_METADATA:
        return "is a cloud metadata service, which is never reached";
    case NET_DENIED_OWN:
        return "belongs to this machine and is not on the list of allowed addresses";
    case NET_DENIED_RANGE:
        return "is not public and not on the list of allowed addresses";
    case NET_DENIED_UNDECIDED:
        break;
    }
    return "cannot be judged, so it is not reached";
}

static struct net_policy *policy_new(bool person, const struct net_rule *rules, size_t n)
{
    size_t bytes;

    if (!size_mul(n, sizeof *rules, &bytes) || bytes > SIZE_MAX - sizeof(struct net_policy))
        return NULL;
    struct net_policy *p = calloc(1, sizeof *p + bytes);
    if (!p)
        return NULL;
    p->holders = 1;
    p->person = person;
    p->n = n;
    if (n)
        memcpy(p->rules, rules, bytes);
    return p;
}

struct net_policy *net_policy_new(const struct net_rule *rules, size_t n)
{
    return policy_new(false, rules, n);
}

struct net_policy *net_policy_person(void)
{
    return policy_new(true, NULL, 0);
}

struct net_policy *net_policy_hold(struct net_policy *p)
{
    if (p)
        p->holders++;
    return p;
}

void net_policy_drop(struct net_policy *p)
{
    if (p && --p->holders == 0)
        free(p);
}

struct net_own *net_own_new(void)
{
    return calloc(1, sizeof(struct net_own));
}

void net_own_free(struct net_own *own)
{
    if (own)
        free(own->list);
    free(own);
}

bool net_own_set(struct net_own *own, const struct addr *list, size_t n)
{
    struct addr *copy = calloc(n + 1, sizeof *copy);

    if (!copy)
        return false;
    if (n)
        memcpy(copy, list, n * sizeof *list);
    free(own->list);
    own->list = copy;
    own->n = n;
    own->known = true;
    return true;
}

bool net_own_refresh(struct net_own *own, int64_t now_mono_ms, int64_t max_age_ms, struct err *e)
{
    struct ifaddrs *all, *i;
    size_t n = 0;

    if (own->known && now_mono_ms - own->read_mono_ms <= max_age_ms)
        return true;
    if (getifaddrs(&all) != 0)
        return err_set(e, ERR_UNAVAILABLE, "this machine's own addresses cannot be read");
    for (i = all; i; i = i->ifa_next)
        n++;
    struct addr *list = calloc(n + 1, sizeof *list);
    bool done = list != NULL;
    for (i = all, n = 0; i && done; i = i->ifa_next) {
        uint16_t port;
        struct sockaddr_storage sa = {0};
        if (!i->ifa_addr)
            continue;
        bool v4 = i->ifa_addr->sa_family == AF_INET;
        if (!v4 && i->ifa_addr->sa_family != AF_INET6)
            continue;
        socklen_t len = v4 ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
        memcpy(&sa, i->ifa_addr, len);
        if (!v4)
            ((struct sockaddr_in6 *)&sa)->sin6_scope_id = 0;
        if (addr_of_sockaddr((struct sockaddr *)&sa, len, &list[n], &port))
            n++;
    }
    freeifaddrs(all);
    done = done && net_own_set(own, list, n);
    free(list);
    if (!done)
        return err_set(e, ERR_UNAVAILABLE, "no memory for this machine's own addresses");
    own->read_mono_ms = now_mono_ms;
    return true;
}

static bool host_bits_zero(const struct addr *a, unsigned bits)
{
    for (unsigned i = bits; i < (a->v4 ? 32u : 128u); i++)
        if (a->b[i / 8] & (0x80 >> i % 8))
            return false;
    return true;
}

bool net_rule_parse(struct str text, struct net_rule *out, struct err *e)
{
    struct net_rule r = {0};
    struct addr inner[2];
    struct str net, bits;
    bool replaces, undecided;
    int64_t n;

    if (!str_cut(&text, '/', &net) || !str_cut(&text, ':', &bits) || !text.p)
        return err_set(e, ERR_INVALID, "an entry reads ADDRESS/BITS:PORT, with a port, * or icmp");
    if (!addr_parse(net, &r.net))
        return err_set(e, ERR_INVALID, "\"%.*s\" is not an IPv4 or IPv6 address",
                       (int)(net.n < 60 ? net.n : 60), net.p);
    if (!str_int(bits, 0, r.net.v4 ? 32 : 128, &n))
        return err_set(e, ERR_INVALID, "the prefix length is 0 to %d", r.net.v4 ? 32 : 128);
    r.bits = (uint8_t)n;
    if (!host_bits_zero(&r.net, r.bits))
        return err_set(e, ERR_INVALID, "the address has bits set beyond its prefix length %d",
                       r.bits);
    if (addr_embedded(&r.net, inner, &replaces, &undecided) > 0 || undecided)
        return err_set(e, ERR_INVALID, "write the IPv4 address itself, not its IPv6 form");
    if (str_is(text, "icmp")) {
        r.what = NET_PING;
    } else if (!str_is(text, "*")) {
        if (!str_int(text, 1, 65535, &n))
            return err_set(e, ERR_INVALID, "the port is 1 to 65535, * or icmp");
        r.what = NET_ONE_PORT;
        r.port = (uint16_t)n;
    }
    *out = r;
    return true;
}

void net_rule_format(const struct net_rule *rule, struct buf *out)
{
    char text[ADDR_TEXT];

    addr_text(&rule->net, text);
    buf_fmt(out, "%s/%u:", text, (unsigned)rule->bits);
    if (rule->what == NET_ONE_PORT)
        buf_fmt(out, "%u", (unsigned)rule->port);
    else
        buf_str(out, rule->what == NET_PING ? "icmp" : "*");
}
