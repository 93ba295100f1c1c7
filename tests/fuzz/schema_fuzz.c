/* Bodies and queries against the rows of every route: what passes holds only declared members.
 * The first two bytes choose a route and what the rest is. */
#include "api/router.h"
#include "api/schema.h"
#include "fuzz.h"
#include "io/json.h"

static const struct route *choose(uint8_t which)
{
    size_t n = 0;

    for (const struct route *const *t = routes_all; *t; t++)
        for (const struct route *r = *t; r->method; r++)
            n++;
    which = (uint8_t)(which % n);
    for (const struct route *const *t = routes_all; *t; t++)
        for (const struct route *r = *t; r->method; r++)
            if (which-- == 0)
                return r;
    return routes_all[0];
}

static int declared(const struct field *rows, const char *name)
{
    for (; rows && rows->name; rows++)
        if (str_is(str_of(name), rows->name))
            return 1;
    return 0;
}

static void hold_declared(const json_t *object, const struct field *rows, const struct field *more)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)object, name, value)
    {
        fuzz_hold(declared(rows, name) || declared(more, name));
        fuzz_hold(value != NULL);
    }
}

static void body(const struct route *r, struct str text, struct faults *f)
{
    struct err e = {0};
    AUTO_JSON v = jin_parse(text, &e);

    if (!v)
        return;
    bool good = schema_body(r->body, r->flags & ROUTE_PARTIAL, v, f, &e);
    fuzz_hold(good == (f->total == 0) && good == (e.code == ERR_NONE));
    if (good)
        hold_declared(v, r->body, NULL);
}

static void query(const struct route *r, struct str text, struct faults *f)
{
    struct err e = {0};
    json_t *v = NULL;
    bool good = schema_query(r->query, r->flags & ROUTE_LIST, text, f, &v, &e);

    fuzz_hold(good == (e.code == ERR_NONE) && good == (v != NULL));
    if (good)
        hold_declared(v, r->query, r->flags & ROUTE_LIST ? schema_page : NULL);
    json_decref(v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena mem;
    struct err e = {0};

    if (n < 2)
        return 0;
    const struct route *r = choose(data[0]);
    struct str text = {(const char *)data + 2, n - 2};
    arena_init(&mem, ARENA_CAP);
    struct faults f = {.mem = &mem};
    if (data[1] % 3 == 0) {
        body(r, text, &f);
    } else if (data[1] % 3 == 1) {
        query(r, text, &f);
    } else {
        struct router *router = router_new(routes_all, &e);
        struct router_match m;
        fuzz_hold(router != NULL);
        if (router_find(router, STR("GET"), text, &mem, &m, &e))
            fuzz_hold(m.route != NULL);
        else
            fuzz_hold(e.code == ERR_NOT_FOUND || e.code == ERR_METHOD);
        router_free(router);
    }
    arena_clear(&mem);
    return 0;
}
