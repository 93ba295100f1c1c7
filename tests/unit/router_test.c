/* From method and path to a row, and nowhere else. */
#include "api/router.h"

#include <string.h>

#include "unit.h"

static bool handler(struct request *q, struct err *e)
{
    (void)q;
    (void)e;
    return true;
}

#define ROW(method_, path_)                                                            \
    {                                                                                  \
        .method = method_, .path = path_, .permission = HOST_READ, .handler = handler, \
        .doc = "Does something.", .audit = "thing.done"                                \
    }
static const struct route rows[] = {
    ROW("GET", "/api/v1/hosts"),
    ROW("POST", "/api/v1/hosts"),
    ROW("GET", "/api/v1/hosts/{id}"),
    ROW("PATCH", "/api/v1/hosts/{id}"),
    ROW("GET", "/api/v1/hosts/{id}/checks/{id}"),
    ROW("POST", "/api/v1/checks/test"),
    ROW("GET", "/api/v1/checks/{id}"),
    ROW("GET", "/api/v1/tenants/{slug}/keys/{id}"),
    {0},
};
static const struct route *const tables[] = {rows, NULL};

static struct router *make(void)
{
    struct err e = {0};
    struct router *r = router_new(tables, &e);

    if (!r)
        fail_msg("%s", e.msg);
    return r;
}

static void finds_rows(void **state)
{
    (void)state;
    static const struct {
        const char *method, *path;
        size_t row;
        int64_t id, id2;
        const char *text;
    } cases[] = {
        {"GET", "/api/v1/hosts", 0, 0, 0, NULL},
        {"HEAD", "/api/v1/hosts", 0, 0, 0, NULL},
        {"POST", "/api/v1/hosts", 1, 0, 0, NULL},
        {"GET", "/api/v1/hosts/7", 2, 7, 0, NULL},
        {"PATCH", "/api/v1/hosts/9223372036854775807", 3, INT64_MAX, 0, NULL},
        {"GET", "/api/v1/hosts/1/checks/2", 4, 1, 2, NULL},
        {"POST", "/api/v1/checks/test", 5, 0, 0, NULL},
        {"GET", "/api/v1/checks/3", 6, 3, 0, NULL},
        {"GET", "/api/v1/tenants/acme/keys/5", 7, 5, 0, "acme"},
        {"GET", "/api/v1/tenants/a%20%c3%a9/keys/5", 7, 5, 0, "a \xc3\xa9"},
    };
    struct router *r = make();
    struct arena mem;

    arena_init(&mem, ARENA_CAP);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct router_match m;
        struct err e = {0};
        bool found = router_find(r, str_of(cases[i].method), str_of(cases[i].path), &mem, &m, &e);
        assert_done(found, &e);
        assert_ptr_equal(m.route, &rows[cases[i].row]);
        assert_int_equal(m.ids[0], cases[i].id);
        assert_int_equal(m.ids[1], cases[i].id2);
        if (cases[i].text)
            assert_true(str_is(m.texts[0], cases[i].text));
    }
    arena_clear(&mem);
    router_free(r);
}

static void finds_nothing_else(void **state)
{
    (void)state;
    static const char *const paths[] = {
        "",
        "/",
        "hosts",
        "/api/v1",
        "/api/v1/",
        "/api/v1/hosts/",
        "//api/v1/hosts",
        "/api//v1/hosts",
        "/api/v1/hosts/0",
        "/api/v1/hosts/-1",
        "/api/v1/hosts/+1",
        "/api/v1/hosts/01",
        "/api/v1/hosts/9223372036854775808",
        "/api/v1/hosts/x",
        "/api/v1/hosts/1x",
        "/api/v1/hosts/1/",
        "/api/v1/hosts/1/checks",
        "/api/v1/hosts/1/checks/2/3",
        "/api/v1/hosts/%31",
        "/api/v1/HOSTS",
        "/api/v1/%68osts",
        "/api/v1/checks/test/run",
        "/api/v1/tenants//keys/5",
        "/api/v1/tenants/%/keys/5",
        "/api/v1/tenants/%2/keys/5",
        "/api/v1/tenants/%zz/keys/5",
        "/api/v1/tenants/%00/keys/5",
        "/api/v1/tenants/a%2fb/keys/5",
        "/api/v1/tenants/%ff/keys/5",
        "/api/v1/tenants/a%0ab/keys/5",
        "/api/v1/tenants/../keys/x",
    };
    struct router *r = make();
    struct arena mem;

    arena_init(&mem, ARENA_CAP);
    for (size_t i = 0; i < COUNT(paths); i++) {
        struct router_match m;
        struct err e = {0};
        if (router_find(r, STR("GET"), str_of(paths[i]), &mem, &m, &e))
            fail_msg("found %s", paths[i]);
        assert_int_equal(e.code, ERR_NOT_FOUND);
    }
    arena_clear(&mem);
    router_free(r);
}

static void names_the_methods(void **state)
{
    (void)state;
    struct router *r = make();
    struct router_match m;
    struct arena mem;
    struct err e = {0};

    arena_init(&mem, ARENA_CAP);
    assert_refused(router_find(r, STR("DELETE"), STR("/api/v1/hosts"), &mem, &m, &e), &e,
                   ERR_METHOD);
    assert_string_equal(m.allow, "GET, HEAD, POST, OPTIONS");
    err_clear(&e);
    assert_refused(router_find(r, STR("get"), STR("/api/v1/checks/test"), &mem, &m, &e), &e,
                   ERR_METHOD);
    assert_string_equal(m.allow, "POST, OPTIONS");
    err_clear(&e);
    assert_done(router_find(r, STR("OPTIONS"), STR("/api/v1/hosts/1"), &mem, &m, &e), &e);
    assert_null(m.route);
    assert_string_equal(m.allow, "GET, HEAD, PATCH, OPTIONS");
    arena_clear(&mem);
    router_free(r);
}

/* Takes one thing from a good row, or adds a wrong one. */
static bool spoil(struct route r[2], int how)
{
    switch (how) {
    case 0:
        r->permission = PERM_NONE;
        return true;
    case 1:
        r->permission = PERM__COUNT;
        return true;
    case 2:
        r->handler = NULL;
        return true;
    case 3:
        r->doc = NULL;
        return true;
    case 4:
        r->path = "a";
        return true;
    case 5:
        r->method = "FETCH";
        return true;
    case 6:
        r->audit = NULL;
        return true;
    case 7:
        r->permission = PERM_PUBLIC;
        r->mfa = MFA_FRESH;
        return true;
    case 8:
        r->flags = ROUTE_LIST;
        return true;
    case 9:
        r->flags = ROUTE_PARTIAL;
        return true;
    case 10:
        r->pool = POOL__COUNT;
        return true;
    case 11:
        r->rate = RATE__COUNT;
        return true;
    case 12:
        r[1] = r[0];
        return true;
    case 13:
        r[1] = r[0];
        r[1].method = "PUT";
        r[1].pool = POOL_HEAVY;
        return true;
    case 14:
        r[1] = r[0];
        r[0].path = "/a/{id}";
        r[1].path = "/a/{name}";
        return true;
    case 15:
        r->flags = ROUTE_STREAM;
        return true;
    default:
        return false;
    }
}

/* Each of these rows would be served wrongly; none may start. */
static void refuses_rows_that_lack_something(void **state)
{
    (void)state;
    static const struct route good = ROW("POST", "/a");
    struct err e = {0};

    for (int how = 0;; how++) {
        struct route bad[3] = {good};
        const struct route *const table[] = {bad, NULL};
        if (!spoil(bad, how))
            break;
        err_clear(&e);
        if (router_new(table, &e))
            fail_msg("row %d was taken", how);
        assert_int_equal(e.code, ERR_INTERNAL);
    }
    err_clear(&e);
    struct route untouched[2] = {good};
    const struct route *const table[] = {untouched, NULL};
    struct router *r = router_new(table, &e);
    assert_done(r != NULL, &e);
    router_free(r);
}

static void leaves_the_stream_to_its_own_process(void **state)
{
    (void)state;
    static const struct route streamed[] = {{.method = "GET",
                                             .path = "/a",
                                             .permission = PERM_SIGNED_IN,
                                             .flags = ROUTE_STREAM,
                                             .doc = "Is described."},
                                            {0}};
    static const struct route *const table[] = {streamed, NULL};
    struct err e = {0};
    struct router *r = router_new(table, &e);
    struct router_match m;
    struct arena mem;

    assert_done(r != NULL, &e);
    arena_init(&mem, ARENA_CAP);
    assert_refused(router_find(r, STR("GET"), STR("/a"), &mem, &m, &e), &e, ERR_NOT_FOUND);
    arena_clear(&mem);
    router_free(r);
}

/* All real rows: they start, and names of query and body members are unique. */
static void serves_the_real_rows(void **state)
{
    (void)state;
    struct err e = {0};
    struct router *r = router_new(routes_all, &e);

    assert_done(r != NULL, &e);
    router_free(r);
    for (const struct route *const *t = routes_all; *t; t++)
        for (const struct route *row = *t; row->method; row++) {
            const struct field *const lists[] = {row->query, row->body, row->answer};
            for (size_t i = 0; i < COUNT(lists); i++)
                for (const struct field *f = lists[i]; f && f->name; f++)
                    for (const struct field *g = f + 1; g->name; g++)
                        if (strcmp(f->name, g->name) == 0)
                            fail_msg("%s %s: %s is there twice", row->method, row->path, f->name);
        }
}

static void tells_what_a_path_is_about(void **state)
{
    (void)state;
    static const struct {
        const char *path, *resource;
    } cases[] = {{"/api/v1/hosts", "hosts"},
                 {"/api/v1/hosts/{id}/checks", "hosts"},
                 {"/api/v1/hosts:bulk", "hosts"},
                 {"/api/v1/host-groups", "host-groups"},
                 {"/api/v1/system/health", "system"}};

    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct route row = {.path = cases[i].path};
        struct str got = route_resource(&row);
        if (!str_is(got, cases[i].resource))
            fail_msg("%s: %.*s", cases[i].path, STR_ARG(got));
    }
}

UNIT_TESTS(UNIT(finds_rows), UNIT(finds_nothing_else), UNIT(names_the_methods),
           UNIT(refuses_rows_that_lack_something), UNIT(leaves_the_stream_to_its_own_process),
           UNIT(tells_what_a_path_is_about), UNIT(serves_the_real_rows))
