/* /hosts:bulk and /hosts:delete: many hosts in one call. */
#include <stdlib.h>

#include "api/bulk.h"
#include "api/host_fields.h"
#include "api/room.h"
#include "store/host_bulk_store.h"

static const struct field item = {.name = "", .type = FIELD_OBJECT, .of = host_fields_bulk};
static const struct field change_body[] = {
    {.name = "items",
     .type = FIELD_LIST,
     .flags = F_REQUIRED,
     .min = 1,
     .max = BULK_MAX,
     .of = &item,
     .doc = "Each host once, with what shall change; if one is not there, nothing happens."},
    {0},
};

static bool change(struct request *q, struct err *e)
{
    struct bulk b;
    AUTO_RES before = NULL;

    if (!bulk_items(q, &b, e) || !room_override(q, e))
        return false;
    char *items = json_dumps(body_json(q, "items"), JSON_COMPACT);
    bool done = items ? host_bulk_lock(request_tx(q), items, &before, e) &&
                            bulk_found(q, &b, before, "host", e) &&
                            host_bulk_change(request_tx(q), items, e)
                      : err_set(e, ERR_UNAVAILABLE, "no memory for the hosts");
    free(items);
    return done && bulk_answer(q, bulk_before_item.of, before, e);
}

static bool drop(struct request *q, struct err *e)
{
    struct bulk b;
    AUTO_RES held = NULL;

    if (!bulk_ids(q, &b, e) || !host_bulk_hold(request_tx(q), b.ids, b.n, q->mem, &held, e) ||
        !bulk_found(q, &b, held, "host", e))
        return false;
    bulk_detail(q, "names", held, "name");
    return host_bulk_remove(request_tx(q), b.ids, b.n, q->mem, e) && bulk_gone(q, &b, e);
}

const struct route api_hosts_bulk[] = {
    {.method = "PATCH",
     .path = "/api/v1/hosts:bulk",
     .permission = HOST_WRITE,
     .handler = change,
     .pool = POOL_HEAVY,
     .rate = RATE_WRITE,
     .audit = "host.update",
     .query = room_query,
     .body = change_body,
     .answer = bulk_before_answer,
     .doc = "Change many hosts, all or none; the answer undoes it."},
    {.method = "POST",
     .path = "/api/v1/hosts:delete",
     .permission = HOST_WRITE,
     .handler = drop,
     .pool = POOL_HEAVY,
     .rate = RATE_WRITE,
     .audit = "host.delete",
     .body = bulk_ids_body,
     .answer = bulk_deleted,
     .doc = "Remove many hosts with their checks, all or none."},
    {0},
};
