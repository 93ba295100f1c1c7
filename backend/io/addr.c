/* Addresses: strict parsing and the decoding of IPv6 forms that carry IPv4. */
#include "io/addr.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static bool only(struct str s, const char *set)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '\0' || !strchr(set, s.p[i]))
            return false;
    return true;
}

bool addr_parse(struct str text, struct addr *out)
{
    char z[ADDR_TEXT];
    struct addr a = {0};

    if (text.n == 0 || text.n >= sizeof z || !only(text, "0123456789abcdefABCDEF:."))
        return false;
    memcpy(z, text.p, text.n);
    z[text.n] = '\0';
    a.v4 = strchr(z, ':') == NULL;
    if (inet_pton(a.v4 ? AF_INET : AF_INET6, z, a.b) != 1)
        return false;
    *out = a;
    return true;
}

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool label_ok(struct str label)
{
    if (label.n == 0 || label.n > 63 || label.p[0] == '-' || label.p[label.n - 1] == '-')
        return false;
    for (size_t i = 0; i < label.n; i++)
        if (!is_alnum(label.p[i]) && label.p[i] != '-' && label.p[i] != '_')
            return false;
    return true;
}

/* A last label that some resolver would take for a number: "1", "0x7f". */
static bool numeric(struct str label)
{
    if (label.n >= 2 && label.p[0] == '0' && (label.p[1] == 'x' || label.p[1] == 'X'))
        return true;
    return only(label, "0123456789");
}

bool addr_host(struct str text, enum addr_host *kind, struct addr *addr, struct err *e)
{
    struct str rest = text, label = {0};

    if (addr_parse(text, addr)) {
        *kind = ADDR_HOST_LITERAL;
        return true;
    }
    if (text.n == 0 || text.n > 253)
        return err_field(e, ERR_INVALID, "address", "a host name has 1 to 253 characters");
    while (str_cut(&rest, '.', &label))
        if (!label_ok(label))
            return err_field(e, ERR_INVALID, "address",
                             "not a host name or address: letters, digits, dots and hyphens only "
                             "(international names in their xn-- form, no dot at the end)");
    if (numeric(label))
        return err_field(e, ERR_INVALID, "address",
                         "not an address: write IPv4 as four decimal numbers, like 192.0.2.10");
    *kind = ADDR_HOST_NAME;
    return true;
}

bool addr_split(struct str text, struct str *host, int64_t *port)
{
    struct str rest = text;

    *port = 0;
    if (text.n && text.p[0] == '[') {
        rest = (struct str){text.p + 1, text.n - 1};
        if (!str_cut(&rest, ']', host) || !rest.p)
            return false;
        return rest.n == 0 ||
               (rest.p[0] == ':' && str_int((struct str){rest.p + 1, rest.n - 1}, 1, 65535, port));
    }
    if (!str_cut(&rest, ':', host) || !rest.p || memchr(rest.p, ':', rest.n)) {
        *host = text; /* no colon, or an IPv6 address */
        return true;
    }
    return str_int(rest, 1, 65535, port);
}

bool addr_of_sockaddr(const struct sockaddr *sa, socklen_t len, struct addr *addr, uint16_t *port)
{
    struct addr a = {0};

    if (!sa || len < (socklen_t)sizeof sa->sa_family)
        return false;
    if (sa->sa_family == AF_INET && len >= (socklen_t)sizeof(struct sockaddr_in)) {
        struct sockaddr_in in;
        memcpy(&in, sa, sizeof in);
        memcpy(a.b, &in.sin_addr, 4);
        a.v4 = true;
        *port = ntohs(in.sin_port);
    } else if (sa->sa_family == AF_INET6 && len >= (socklen_t)sizeof(struct sockaddr_in6)) {
        struct sockaddr_in6 in;
        memcpy(&in, sa, sizeof in);
        if (in.sin6_scope_id != 0)
            return false;
        memcpy(a.b, &in.sin6_addr, 16);
        *port = ntohs(in.sin6_port);
    } else {
        return false;
    }
    *addr = a;
    return true;
}

socklen_t addr_sockaddr(const struct addr *a, uint16_t port, struct sockaddr_storage *out)
{
    memset(out, 0, sizeof *out);
    if (a->v4) {
        struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons(port)};
        memcpy(&in.sin_addr, a->b, 4);
        memcpy(out, &in, sizeof in);
        return sizeof in;
    }
    struct sockaddr_in6 in = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
    memcpy(&in.sin6_addr, a->b, 16);
    memcpy(out, &in, sizeof in);
    return sizeof in;
}

bool addr_equal(const struct addr *a, const struct addr *b)
{
    return a->v4 == b->v4 && memcmp(a->b, b->b, a->v4 ? 4 : 16) == 0;
}

bool addr_within(const struct addr *a, const struct addr *net, unsigned bits)
{
    unsigned whole = bits / 8, rest = bits % 8;

    if (a->v4 != net->v4 || bits > (a->v4 ? 32 : 128) || memcmp(a->b, net->b, whole) != 0)
        return false;
    return rest == 0 || ((a->b[whole] ^ net->b[whole]) & (0xff00u >> rest) & 0xff) == 0;
}

static struct addr inner_at(const struct addr *a, size_t at, uint8_t flip)
{
    struct addr in = {.v4 = true};

    for (size_t i = 0; i < 4; i++)
        in.b[i] = a->b[at + i] ^ flip;
    return in;
}

static bool begins(const struct addr *a, const void *prefix, size_t n)
{
    return memcmp(a->b, prefix, n) == 0;
}

size_t addr_embedded(const struct addr *a, struct addr inner[2], bool *replaces, bool *undecided)
{
    static const uint8_t zero[12], mapped[12] = {[10] = 0xff, 0xff};
    static const uint8_t translated[12] = {[8] = 0xff, 0xff}; /* RFC 2765 */
    static const uint8_t nat64[12] = {0, 0x64, 0xff, 0x9b};
    static const uint8_t nat64_local[12] = {0, 0x64, 0xff, 0x9b, 0, 1}; /* RFC 8215 */
    static const uint8_t isatap[2][4] = {{0, 0, 0x5e, 0xfe}, {2, 0, 0x5e, 0xfe}};

    *replaces = *undecided = false;
    if (a->v4)
        return 0;
    *replaces = true;
    if (begins(a, zero, 12) && (a->b[12] || a->b[13] || a->b[14])) {
        inner[0] = inner_at(a, 12, 0); /* compatible; :: and ::1 are themselves */
        return 1;
    }
    if (begins(a, mapped, 12) || begins(a, translated, 12) || begins(a, nat64, 12) ||
        begins(a, nat64_local, 12)) {
        inner[0] = inner_at(a, 12, 0);
        return 1;
    }
    if (begins(a, nat64_local, 6)) { /* RFC 6052 has several layouts here: no telling which */
        *undecided = true;
        return 0;
    }
    if (begins(a, "\x20\x02", 2)) {
        inner[0] = inner_at(a, 2, 0);
        return 1;
    }
    if (begins(a, "\x20\x01\0", 4)) {
        inner[0] = inner_at(a, 4, 0);
        inner[1] = inner_at(a, 12, 0xff);
        return 2;
    }
    *replaces = false;
    if (memcmp(a->b + 8, isatap[0], 4) == 0 || memcmp(a->b + 8, isatap[1], 4) == 0) {
        inner[0] = inner_at(a, 12, 0);
        return 1;
    }
    return 0;
}

void addr_text(const struct addr *a, char out[ADDR_TEXT])
{
    if (!inet_ntop(a->v4 ? AF_INET : AF_INET6, a->b, out, ADDR_TEXT))
        out[0] = '\0';
}
