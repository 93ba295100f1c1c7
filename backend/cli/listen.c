/* Web server addresses. */
#include "cli/listen.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

static bool refuse(const char *text, struct err *e)
{
    return err_field(e, ERR_INVALID, "listen",
                     "%s is not an address and port like 127.0.0.1:8080 or [::1]:8080", text);
}

static void set_v4(struct listen_address *l, struct in_addr a)
{
    struct sockaddr_in *s = (struct sockaddr_in *)&l->reach;
    uint32_t host = ntohl(a.s_addr);

    l->loopback = host >> 24 == 127;
    *s = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)l->port)};
    s->sin_addr.s_addr = host == INADDR_ANY ? htonl(INADDR_LOOPBACK) : a.s_addr;
    l->n = sizeof *s;
}

static void set_v6(struct listen_address *l, const struct in6_addr *a)
{
    struct sockaddr_in6 *s = (struct sockaddr_in6 *)&l->reach;

    l->ipv6 = true;
    l->loopback = IN6_IS_ADDR_LOOPBACK(a);
    *s = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)l->port)};
    s->sin6_addr = IN6_IS_ADDR_UNSPECIFIED(a) ? in6addr_loopback : *a;
    l->n = sizeof *s;
}

bool listen_parse(const char *text, struct listen_address *out, struct err *e)
{
    struct listen_address l = {.n = 0};
    const char *colon = strrchr(text, ':');
    int64_t port;
    struct in_addr v4;
    struct in6_addr v6;

    if (!colon || !str_int(str_of(colon + 1), 1, 65535, &port))
        return refuse(text, e);
    struct str host = {text, (size_t)(colon - text)};
    bool brackets = host.n > 2 && host.p[0] == '[' && host.p[host.n - 1] == ']';
    if (brackets)
        host = (struct str){host.p + 1, host.n - 2};
    if (host.n >= sizeof l.host)
        return refuse(text, e);
    snprintf(l.host, sizeof l.host, "%.*s", STR_ARG(host));
    l.port = (int)port;
    if (!brackets && inet_pton(AF_INET, l.host, &v4) == 1)
        set_v4(&l, v4);
    else if (brackets && inet_pton(AF_INET6, l.host, &v6) == 1)
        set_v6(&l, &v6);
    else
        return refuse(text, e);
    *out = l;
    return true;
}

void listen_text(const struct listen_address *l, char out[LISTEN_TEXT])
{
    snprintf(out, LISTEN_TEXT, "%s%s%s:%d", l->ipv6 ? "[" : "", l->host, l->ipv6 ? "]" : "",
             l->port);
}
