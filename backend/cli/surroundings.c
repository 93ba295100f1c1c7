/* Reading interfaces, routes and resolv.conf. */
#include "cli/surroundings.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "cli/file.h"

enum { FILE_BYTES = 64 << 10, GATEWAY_FIELD = 2, FLAGS_FIELD = 3, ROUTE_GATEWAY = 2 };

static void add(struct surroundings_list *l, const char *text)
{
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->text[i], text) == 0)
            return;
    if (l->n < SURROUNDINGS_MAX)
        snprintf(l->text[l->n++], SURROUNDINGS_TEXT, "%s", text);
}

static bool private_v4(uint32_t a)
{
    return a >> 24 == 10 || a >> 20 == (172 << 4 | 1) || a >> 16 == (192 << 8 | 168);
}

static void take_v4(struct surroundings *s, const struct sockaddr_in *a,
                    const struct sockaddr_in *mask)
{
    char text[SURROUNDINGS_TEXT];
    uint32_t bits = mask ? ntohl(mask->sin_addr.s_addr) : 0xffffffff;
    struct in_addr net = {.s_addr = htonl(ntohl(a->sin_addr.s_addr) & bits)};

    inet_ntop(AF_INET, &a->sin_addr, text, sizeof text);
    add(&s->own, text);
    if (!private_v4(ntohl(a->sin_addr.s_addr)) || bits == 0xffffffff)
        return;
    inet_ntop(AF_INET, &net, text, sizeof text);
    size_t n = strlen(text);
    snprintf(text + n, sizeof text - n, "/%d", __builtin_popcount(bits));
    add(&s->networks, text);
}

static void read_interfaces(struct surroundings *s)
{
    struct ifaddrs *all;
    char text[SURROUNDINGS_TEXT];

    if (getifaddrs(&all) != 0)
        return;
    for (const struct ifaddrs *i = all; i; i = i->ifa_next) {
        if (!i->ifa_addr || !(i->ifa_flags & IFF_UP))
            continue;
        if (i->ifa_addr->sa_family == AF_INET)
            take_v4(s, (const struct sockaddr_in *)(const void *)i->ifa_addr,
                    (const struct sockaddr_in *)(const void *)i->ifa_netmask);
        if (i->ifa_addr->sa_family != AF_INET6)
            continue;
        const struct sockaddr_in6 *a = (const struct sockaddr_in6 *)(const void *)i->ifa_addr;
        if (IN6_IS_ADDR_LINKLOCAL(&a->sin6_addr))
            continue;
        inet_ntop(AF_INET6, &a->sin6_addr, text, sizeof text);
        add(&s->own, text);
    }
    freeifaddrs(all);
}

/* Field n (from 0) of a line whose fields are parted by tabs or blanks. */
static struct str field(struct str line, int n)
{
    struct str rest = line, word = {"", 0};

    for (size_t i = 0; i < line.n; i++)
        if (line.p[i] == '\t' || line.p[i] == ' ') {
            if (n == 0)
                return str_trim((struct str){rest.p, (size_t)(line.p + i - rest.p)});
            while (i + 1 < line.n && (line.p[i + 1] == '\t' || line.p[i + 1] == ' '))
                i++;
            rest.p = line.p + i + 1;
            n--;
        }
    return n == 0 ? str_trim((struct str){rest.p, (size_t)(line.p + line.n - rest.p)}) : word;
}

/* The kernel writes addresses as hex digits of the machine's own byte order. */
static bool hex_address(struct str hex, char out[SURROUNDINGS_TEXT])
{
    uint8_t bytes[4];
    uint32_t value;
    struct in_addr a;

    if (hex.n != 8 || !str_unhex(hex, bytes, sizeof bytes))
        return false;
    value =
        (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
    a.s_addr = value;
    return value != 0 && inet_ntop(AF_INET, &a, out, SURROUNDINGS_TEXT) != NULL;
}

static void read_gateways(struct surroundings *s)
{
    char text[FILE_BYTES], address[SURROUNDINGS_TEXT];
    struct str rest, line;
    struct err unread = {0};
    uint8_t flags[2];

    if (!file_read("/proc/net/route", text, sizeof text, &rest, &unread))
        return;
    while (str_cut(&rest, '\n', &line)) {
        bool is_default = str_is(field(line, 1), "00000000") &&
                          str_unhex(field(line, FLAGS_FIELD), flags, sizeof flags) &&
                          (flags[1] & ROUTE_GATEWAY);
        if (is_default && hex_address(field(line, GATEWAY_FIELD), address))
            add(&s->gateways, address);
    }
}

static void read_resolvers(struct surroundings *s)
{
    char text[FILE_BYTES], address[SURROUNDINGS_TEXT];
    struct str rest, line;
    struct err unread = {0};
    struct in6_addr v6;
    struct in_addr v4;

    if (!file_read("/etc/resolv.conf", text, sizeof text, &rest, &unread))
        return;
    while (str_cut(&rest, '\n', &line)) {
        struct str value = field(line, 1);
        if (!str_is(field(line, 0), "nameserver") || value.n >= sizeof address)
            continue;
        snprintf(address, sizeof address, "%.*s", STR_ARG(value));
        if (inet_pton(AF_INET, address, &v4) == 1 || inet_pton(AF_INET6, address, &v6) == 1)
            add(&s->resolvers, address);
    }
}

void surroundings_read(struct surroundings *s)
{
    *s = (struct surroundings){.host = "this machine"};
    gethostname(s->host, sizeof s->host - 1);
    read_interfaces(s);
    read_gateways(s);
    read_resolvers(s);
}
