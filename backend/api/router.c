/* A tree of path segments. Invariant: at each node a literal child wins over the parameter child,
 * and there is no way back, so a lookup costs the path's depth. */
#include "api/router.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

static const char *const methods[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
enum { METHODS = sizeof methods / sizeof *methods, TEXT_MAX = 200 };

struct node {
    struct str literal;           /* empty for a parameter */
    bool number;                  /* parameter {id} */
    struct node *children, *next; /* owned */
    const struct route *routes[METHODS];
};

struct router {
    struct node root;
};

static void node_free(struct node *n)
{
    while (n) {
        struct node *next = n->next;
        node_free(n->children);
        free(n);
        n = next;
    }
}

void router_free(struct router *r)
{
    if (r)
        node_free(r->root.children);
    free(r);
}

static bool is_parameter(struct str segment)
{
    return str_starts(segment, "{");
}

/* The child for a segment of a row's path; made when absent. */
static struct node *child(struct node *parent, struct str segment, struct err *e)
{
    bool parameter = is_parameter(segment), number = str_is(segment, "{id}");
    struct node **at = &parent->children;

    for (; *at; at = &(*at)->next) {
        if (parameter && (*at)->literal.n == 0 && (*at)->number == number)
            return *at;
        if (parameter && (*at)->literal.n == 0) {
            err_set(e, ERR_INTERNAL, "two kinds of parameter at one place: %.*s", STR_ARG(segment));
            return NULL;
        }
        if (!parameter && str_eq((*at)->literal, segment))
            return *at;
    }
    struct node *n = calloc(1, sizeof *n);
    if (!n) {
        err_set(e, ERR_UNAVAILABLE, "no memory for the routes");
        return NULL;
    }
    if (!parameter)
        n->literal = segment;
    n->number = number;
    return *at = n;
}

static size_t method_index(struct str method)
{
    size_t m = 0;

    while (m < METHODS && !str_is(method, methods[m]))
        m++;
    return m;
}

static bool add(struct router *r, const struct route *row, struct err *e)
{
    struct node *n = &r->root;
    struct str rest = str_of(row->path + 1), segment;

    if (!route_check(row, e))
        return false;
    if (row->flags & ROUTE_STREAM)
        return true;
    while (str_cut(&rest, '/', &segment))
        if (!(n = child(n, segment, e)))
            return false;
    const struct route **place = &n->routes[method_index(str_of(row->method))];
    if (*place)
        return err_set(e, ERR_INTERNAL, "route %s %s is there twice", row->method, row->path);
    for (size_t m = 0; m < METHODS; m++)
        if (n->routes[m] && n->routes[m]->pool != row->pool) /* the web server goes by path */
            return err_set(e, ERR_INTERNAL, "route %s is in two pools", row->path);
    *place = row;
    return true;
}

struct router *router_new(const struct route *const *tables, struct err *e)
{
    struct router *r = calloc(1, sizeof *r);

    if (!r) {
        err_set(e, ERR_UNAVAILABLE, "no memory for the routes");
        return NULL;
    }
    for (; *tables; tables++)
        for (const struct route *row = *tables; row->method; row++)
            if (!add(r, row, e)) {
                router_free(r);
                return NULL;
            }
    return r;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Percent-decoded text of one segment: UTF-8 without controls and slashes. */
static bool decode(struct str segment, struct arena *mem, struct str *out, struct err *e)
{
    char z[TEXT_MAX];
    size_t n = 0;

    for (size_t i = 0; i < segment.n; i++) {
        int c = (unsigned char)segment.p[i];
        if (c == '%') {
            int high = i + 2 < segment.n ? hex_digit(segment.p[i + 1]) : -1;
            int low = high < 0 ? -1 : hex_digit(segment.p[i + 2]);
            if (low < 0)
                return false;
            c = high << 4 | low;
            i += 2;
        }
        if (c < 0x20 || c == 0x7f || c == '/' || n == sizeof z)
            return false;
        z[n++] = (char)c;
    }
    char *kept = n && str_utf8((struct str){z, n}) ? arena_str(mem, (struct str){z, n}, e) : NULL;
    *out = (struct str){kept, n};
    return kept != NULL;
}

/* Follows one segment, keeping the value of a parameter. NULL when nothing is there. */
static const struct node *step(const struct node *n, struct str segment, struct arena *mem,
                               struct router_match *out, size_t *nids, size_t *ntexts,
                               struct err *e)
{
    const struct node *parameter = NULL;

    for (const struct node *c = n->children; c; c = c->next) {
        if (c->literal.n == 0)
            parameter = c;
        else if (str_eq(c->literal, segment))
            return c;
    }
    if (!parameter)
        return NULL;
    if (parameter->number)
        return *nids < REQUEST_IDS && segment.n && segment.p[0] != '0' && segment.p[0] != '+' &&
                       str_int(segment, 1, INT64_MAX, &out->ids[(*nids)++])
                   ? parameter
                   : NULL;
    return *ntexts < REQUEST_IDS && decode(segment, mem, &out->texts[(*ntexts)++], e) ? parameter
                                                                                      : NULL;
}

static void allow(const struct node *n, char out[48])
{
    struct buf b = {.p = out, .cap = 48};

    for (size_t m = 0; m < METHODS; m++)
        if (n->routes[m])
            buf_fmt(&b, "%s%s", methods[m], m == 0 ? ", HEAD, " : ", ");
    buf_str(&b, "OPTIONS");
}

bool router_find(const struct router *r, struct str method, struct str path, struct arena *mem,
                 struct router_match *out, struct err *e)
{
    const struct node *n = &r->root;
    struct str segment, rest = path;
    size_t nids = 0, ntexts = 0;
    bool served = false;

    *out = (struct router_match){0};
    if (!str_starts(path, "/"))
        return err_set(e, ERR_NOT_FOUND, "no such address");
    rest.p++;
    rest.n--;
    while (n && str_cut(&rest, '/', &segment))
        n = step(n, segment, mem, out, &nids, &ntexts, e);
    for (size_t m = 0; n && m < METHODS; m++)
        served |= n->routes[m] != NULL;
    if (!served)
        return err_set(e, ERR_NOT_FOUND, "no such address");
    allow(n, out->allow);
    size_t m = method_index(str_is(method, "HEAD") ? STR("GET") : method);
    if (str_is(method, "OPTIONS"))
        return true;
    if (m == METHODS || !n->routes[m])
        return err_set(e, ERR_METHOD, "this address takes %s", out->allow);
    out->route = n->routes[m];
    return true;
}
