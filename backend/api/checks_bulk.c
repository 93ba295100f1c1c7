/* /checks:bulk, /checks:delete and /checks:run: many checks in one call. */
#include <stdlib.h>

#include "api/bulk.h"
#include "api/room.h"
#include "api/check_fields.h"
#include "api/kinds.h"
#include "store/check_bulk_store.h"

static const struct field item = {.name = "", .type = FIELD_OBJECT, .of = check_fields_bulk};
static const struct field change_body[] = {
    {.name = "items",
     .type = FIELD_LIST,
     .flags = F_REQUIRED,
     .min = 1,
     .max = BULK_MAX,
     .of = &item,
     .doc = "Each check once, with what shall change; if one is not there, nothing happens."},
    {0},
};

static const struct field id_item = {.name = "", .type = FIELD_INT, .min = 1};
static const struct field run_body[] = {
    {.name = "ids",
     .type = FIELD_LIST,
     .flags = F_REQUIRED,
     .min = 1,
     .max = BULK_RUNS,
     .of = &id_item,
     .doc = "Each once; if one cannot be run, none is."},
    {0},
};
static const struct field run_fields[] = {
    {.name = "id", .type = FIELD_INT, .doc = "The check."},
    {.name = "run_id", .type = FIELD_INT, .doc = "For GET /runs/{id}."},
    {0},
};
static const struct field run_item = {.name = "", .type = FIELD_OBJECT, .of = run_fields};
static const struct field run_answer[] = {
    {.name = "items", .type = FIELD_LIST, .of = &run_item},
    {0},
};

static bool change(struct request *q, struct err *e)
{
    struct bulk b;
    AUTO_RES before = NULL;

    if (!bulk_items(q, &b, e) || !room_override(q, e))
        return false;
    char *items = json_dumps(body_json(q, "items"), JSON_COMPACT);
    bool done = items ? check_bulk_lock(request_tx(q), items, &before, e) &&
                            bulk_found(q, &b, before, "check", e) &&
                            check_bulk_change(request_tx(q), items, e)
                      : err_set(e, ERR_UNAVAILABLE, "no memory for the checks");
    free(items);
    return done && bulk_answer(q, bulk_before_item.of, before, e);
}

/* The checks of `ids`, locked. */
static bool hold(struct request *q, struct bulk *b, PGresult **held, struct err *e)
{
    return bulk_ids(q, b, e) && check_bulk_hold(request_tx(q), b->ids, b->n, q->mem, held, e) &&
           bulk_found(q, b, *held, "check", e);
}

static bool drop(struct request *q, struct err *e)
{
    struct bulk b;
    AUTO_RES held = NULL;

    if (!hold(q, &b, &held, e))
        return false;
    bulk_detail(q, "names", held, "name");
    return check_bulk_remove(request_tx(q), b.ids, b.n, q->mem, e) && bulk_gone(q, &b, e);
}

static bool run(struct request *q, struct err *e)
{
    struct bulk b;
    AUTO_RES held = NULL;
    AUTO_RES runs = NULL;

    if (!hold(q, &b, &held, e))
        return false;
    int type = PQfnumber(held, "type");
    for (int i = 0; i < PQntuples(held); i++)
        if (kinds_is_passive(q->app->kinds, row_text(held, i, type)))
            return err_set(e, ERR_CONFLICT, "check %lld is reported to, it cannot be run",
                           (long long)b.ids[i]);
    return check_bulk_run(request_tx(q), b.ids, b.n, q->mem, &runs, e) &&
           bulk_answer(q, run_fields, runs, e);
}

const struct route api_checks_bulk[] = {
    {.method = "PATCH",
     .path = "/api/v1/checks:bulk",
     .permission = CHECK_WRITE,
     .handler = change,
     .pool = POOL_HEAVY,
     .rate = RATE_WRITE,
     .audit = "check.update",
     .query = room_query,
     .body = change_body,
     .answer = bulk_before_answer,
     .doc = "Change many checks, all or none; the answer undoes it."},
    {.method = "POST",
     .path = "/api/v1/checks:delete",
     .permission = CHECK_WRITE,
     .handler = drop,
     .pool = POOL_HEAVY,
     .rate = RATE_WRITE,
     .audit = "check.delete",
     .body = bulk_ids_body,
     .answer = bulk_deleted,
     .doc = "Remove many checks, all or none."},
    {.method = "POST",
     .path = "/api/v1/checks:run",
     .permission = CHECK_RUN,
     .handler = run,
     .pool = POOL_HEAVY,
     .rate = RATE_RUN_MANY,
     .audit = "check.run",
     .body = run_body,
     .answer = run_answer,
     .status = 202,
     .doc = "Run many checks now, all or none; poll the runs."},
    {0},
};
