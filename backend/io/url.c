/* Strict reading of http and https addresses. */
#include "io/url.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "io/addr.h"

static bool refuse(struct err *e, const char *why)
{
    return err_field(e, ERR_INVALID, "url", "%s", why);
}

static bool clean(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c <= 0x20 || c >= 0x7f || c == '\\')
            return false;
    }
    return true;
}

static bool scheme_is(struct str s, const char *name)
{
    return s.n == strlen(name) && strncasecmp(s.p, name, s.n) == 0;
}

static struct str cut_at(struct str s, const char *stops, struct str *rest)
{
    size_t i = 0;

    while (i < s.n && !strchr(stops, s.p[i]))
        i++;
    *rest = (struct str){s.p + i, s.n - i};
    return (struct str){s.p, i};
}

static bool split_authority(struct str authority, struct url *u, struct str *port, struct err *e)
{
    *port = (struct str){0};
    if (memchr(authority.p, '@', authority.n))
        return refuse(e, "leave user and password out of the address");
    if (authority.n && authority.p[0] == '[') {
        struct str after;
        u->host = cut_at((struct str){authority.p + 1, authority.n - 1}, "]", &after);
        if (after.n == 0 || !memchr(u->host.p, ':', u->host.n))
            return refuse(e, "brackets are for IPv6 addresses, and close");
        authority = (struct str){after.p + 1, after.n - 1};
        if (authority.n && authority.p[0] != ':')
            return refuse(e, "only a port may follow the bracket");
    } else {
        u->host = cut_at(authority, ":", &authority);
    }
    if (authority.n)
        *port = (struct str){authority.p + 1, authority.n - 1};
    u->port_given = authority.n > 0;
    return true;
}

bool url_parse(struct str text, struct url *out, struct err *e)
{
    struct url u = {0};
    struct str rest, authority, port;
    enum addr_host kind;
    struct addr addr;
    int64_t n;

    if (text.n == 0 || text.n >= URL_MAX)
        return refuse(e, "the address has 1 to 2047 characters");
    if (!clean(text))
        return refuse(e, "blanks, backslashes and anything but ASCII must be percent-encoded");
    struct str scheme = cut_at(text, ":", &rest);
    u.tls = scheme_is(scheme, "https");
    if ((!u.tls && !scheme_is(scheme, "http")) || !str_starts(rest, "://"))
        return refuse(e, "only addresses that begin with http:// or https://");
    rest = (struct str){rest.p + 3, rest.n - 3};
    authority = cut_at(rest, "/?#", &rest);
    if (!split_authority(authority, &u, &port, e))
        return false;
    if (!addr_host(u.host, &kind, &addr, e)) {
        e->field = "url";
        return false;
    }
    if (memchr(u.host.p, ':', u.host.n) && authority.p[0] != '[')
        return refuse(e, "an IPv6 address stands in brackets");
    u.port = u.tls ? 443 : 80;
    if (u.port_given) {
        if (!str_int(port, 1, 65535, &n) || port.p[0] == '0')
            return refuse(e, "the port is a number from 1 to 65535");
        u.port = (uint16_t)n;
    }
    u.path = cut_at(rest, "#", &rest);
    *out = u;
    return true;
}

static void add_origin(struct buf *b, const struct url *u)
{
    bool v6 = memchr(u->host.p, ':', u->host.n) != NULL;

    buf_fmt(b, "%s://%s%.*s%s", u->tls ? "https" : "http", v6 ? "[" : "", STR_ARG(u->host),
            v6 ? "]" : "");
    if (u->port_given)
        buf_fmt(b, ":%u", (unsigned)u->port);
}

/* The path up to its last slash, without the query. */
static struct str folder(struct str path)
{
    struct str query;
    struct str p = cut_at(path, "?", &query);

    while (p.n && p.p[p.n - 1] != '/')
        p.n--;
    return p;
}

bool url_follow(const struct url *base, struct str location, char out[URL_MAX], struct url *to,
                struct err *e)
{
    struct buf b = {.p = out, .cap = URL_MAX};
    struct str rest, query;
    struct str scheme = cut_at(location, ":/?#", &rest);

    if (!clean(location) || location.n == 0)
        return refuse(e, "the redirect's address is not plain ASCII text");
    if (scheme.n && rest.n && rest.p[0] == ':') {
        buf_add(&b, location.p, location.n);
    } else if (str_starts(location, "//")) {
        buf_str(&b, base->tls ? "https:" : "http:");
        buf_add(&b, location.p, location.n);
    } else {
        struct str dir =
            location.p[0] == '?' ? cut_at(base->path, "?", &query) : folder(base->path);
        add_origin(&b, base);
        if (location.p[0] != '/')
            buf_fmt(&b, "%.*s", STR_ARG(dir.n ? dir : STR("/")));
        buf_add(&b, location.p, location.n);
    }
    if (!buf_ok(&b))
        return refuse(e, "the redirect's address is too long");
    return url_parse(buf_view(&b), to, e);
}

bool url_same_origin(const struct url *a, const struct url *b)
{
    return a->tls == b->tls && a->port == b->port && a->host.n == b->host.n &&
           strncasecmp(a->host.p, b->host.p, a->host.n) == 0;
}
