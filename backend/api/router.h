/* From method and path to a route row. Built once from the tables; never changes. */
#pragma once
#include <stdint.h>

#include "api/request.h"
#include "api/route.h"
#include "base/arena.h"

struct router;

/* Checks every row and refuses two for the same place. Lives as long as the process. */
struct router *router_new(const struct route *const *tables, struct err *e) MUST_CHECK;
void router_free(struct router *r);

struct router_match {
    const struct route *route; /* NULL for OPTIONS */
    int64_t ids[REQUEST_IDS];
    struct str texts[REQUEST_IDS]; /* arena */
    char allow[48];                /* methods served at this path, for Allow */
};

/* `path` as it came, still percent-encoded and without the query. HEAD finds GET's row.
 * ERR_NOT_FOUND; ERR_METHOD with out->allow filled. */
bool router_find(const struct router *r, struct str method, struct str path, struct arena *mem,
                 struct router_match *out, struct err *e) MUST_CHECK;
