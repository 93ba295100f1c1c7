/* What a route row must hold to be served. */
#include "api/route.h"

#include <string.h>

#include "base/param.h"

static const char *const pools[POOL__COUNT] = {"fast", "heavy", "auth", "ingest"};

const char *route_pool_name(enum pool p)
{
    return (unsigned)p < POOL__COUNT ? pools[p] : "";
}

enum pool route_pool_find(const char *name)
{
    int p = 0;

    while (p < POOL__COUNT && strcmp(pools[p], name) != 0)
        p++;
    return (enum pool)p;
}

struct str route_resource(const struct route *r)
{
    struct str rest = str_of(r->path + 1), piece = {0};

    for (int i = 0; i < 3 && str_cut(&rest, '/', &piece); i++)
        ;
    rest = piece;
    return str_cut(&rest, ':', &piece) ? piece : rest;
}

static bool is_write(const struct route *r)
{
    return strcmp(r->method, "GET") != 0;
}

/* What is wrong with the row, or NULL. */
static const char *fault(const struct route *r)
{
    static const char methods[] = "GET|POST|PUT|PATCH|DELETE";

    if (!r->path || strncmp(r->path, "/", 1) != 0)
        return "has no path";
    if (!param_choice(methods, str_of(r->method)))
        return "has a method we do not serve";
    if (r->permission <= PERM_NONE || r->permission >= PERM__COUNT)
        return "names no permission";
    if (!r->handler != !!(r->flags & ROUTE_STREAM))
        return "has no handler, or one that is never asked";
    if (!r->doc || !*r->doc)
        return "has no doc line";
    if ((unsigned)r->pool >= POOL__COUNT || (unsigned)r->rate >= RATE__COUNT)
        return "names no pool or rate class";
    if (is_write(r) && !r->audit && !(r->flags & ROUTE_NO_AUDIT))
        return "writes without an audit action";
    if (r->mfa != MFA_NO && r->permission == PERM_PUBLIC)
        return "wants a second factor from nobody";
    if ((r->flags & ROUTE_LIST) && !r->answer)
        return "is a list of nothing";
    if ((r->flags & ROUTE_PARTIAL) && !r->body)
        return "changes nothing";
    return NULL;
}

bool route_check(const struct route *r, struct err *e)
{
    const char *why = fault(r);

    if (why)
        return err_set(e, ERR_INTERNAL, "route %s %s %s", r->method, r->path ? r->path : "?", why);
    return true;
}
