/* /hosts: what is watched. */
#include "store/host_store.h"

#include <stdlib.h>
#include <string.h>

#include "api/address.h"
#include "api/check_fields.h"
#include "api/host_fields.h"
#include "api/host_query.h"
#include "api/request.h"
#include "api/room.h"
#include "api/veil.h"
#include "store/check_list_store.h"
#include "store/host_list_store.h"

static const struct field list_query[] = {
    {.name = "q",
     .type = FIELD_STR,
     .min = 1,
     .max = 200,
     .doc = "Part of the name or address, any case."},
    HOST_QUERY_STATUS,
    {.name = "group",
     .type = FIELD_STR,
     .max = 100,
     .doc = "Only hosts of this group; empty: only those of none."},
    HOST_QUERY_LABEL,
    {.name = "sort",
     .type = FIELD_ENUM,
     .def = "\"status\"",
     .choices = "status|-status|name|-name|created_at|-created_at|address|-address|group|-group|"
                "last_checked_at|-last_checked_at",
     .doc = "`status` is worst first."},
    {.name = "count", .type = FIELD_BOOL, .doc = "Also `total`: how many match on all pages."},
    {0},
};

static const struct field timeline_answer[] = {
    {.name = "ts", .type = FIELD_TIME, .doc = "When the state changed."},
    {.name = "check_id", .type = FIELD_INT},
    {.name = "check_name", .type = FIELD_STR},
    {.name = "type", .type = FIELD_STR},
    {.name = "from", .type = FIELD_STR, .flags = F_NULL},
    {.name = "to", .type = FIELD_STR},
    {.name = "reason", .type = FIELD_STR, .flags = F_NULL},
    {.name = "message", .type = FIELD_STR},
    {0},
};

static enum host_sort sort_of(const char *name)
{
    static const char *const names[HOST_SORT__COUNT] = {[HOST_SORT_STATUS] = "status",
                                                        [HOST_SORT_BEST] = "-status",
                                                        [HOST_SORT_NAME] = "name",
                                                        [HOST_SORT_NAME_DOWN] = "-name",
                                                        [HOST_SORT_CREATED] = "created_at",
                                                        [HOST_SORT_CREATED_DOWN] = "-created_at",
                                                        [HOST_SORT_ADDRESS] = "address",
                                                        [HOST_SORT_ADDRESS_DOWN] = "-address",
                                                        [HOST_SORT_GROUP] = "group",
                                                        [HOST_SORT_GROUP_DOWN] = "-group",
                                                        [HOST_SORT_SEEN] = "last_checked_at",
                                                        [HOST_SORT_SEEN_DOWN] = "-last_checked_at"};
    int i = HOST_SORT__COUNT - 1;

    while (i > 0 && strcmp(names[i], name) != 0)
        i--;
    return (enum host_sort)i;
}

static bool list(struct request *q, struct err *e)
{
    struct page page;
    AUTO_RES r = NULL;

    if (!request_page(q, &page, e))
        return false;
    struct host_filter f = {.sort = sort_of(query_text(q, "sort")),
                            .q = query_text(q, "q"),
                            .group = query_text(q, "group"),
                            .fetch = page.fetch,
                            .after = page.after,
                            .key = page.key,
                            .id = page.id};
    if (!host_query_ranks(q, &f.ranks, e) ||
        !host_query_label(q, &f.label_name, &f.label_value, e) ||
        !host_list(request_tx(q), &f, &r, e))
        return false;
    page.counted = query_bool(q, "count");
    return (!page.counted || host_list_total(request_tx(q), &f, &page.total, e)) &&
           answer_rows(q, r, &page, e);
}

static bool show(struct request *q, struct err *e)
{
    AUTO_RES r = NULL;

    return host_show(request_tx(q), q->ids[0], &r, e) && answer_row(q, r, e);
}

static bool address_given(struct request *q, struct err *e)
{
    const char *address = body_text(q, "address");

    return !address || address_ok(str_of(address)) ||
           request_fault(q, e, "/address", "bad_format",
                         "must be a host name or a plain IP address");
}

static bool add(struct request *q, struct err *e)
{
    int64_t id = 0;

    if (!address_given(q, e))
        return false;
    char *json = json_dumps(q->body, JSON_COMPACT);
    bool done = json ? host_add(request_tx(q), json, &id, e)
                     : err_set(e, ERR_UNAVAILABLE, "no memory for the host");
    free(json);
    if (!done)
        return false;
    AUTO_RES r = NULL;
    request_target(q, "host", id, body_text(q, "name"));
    return host_show(request_tx(q), id, &r, e) && answer_row(q, r, e);
}

static bool change(struct request *q, struct err *e)
{
    struct host_lock lock;

    if (!host_lock(request_tx(q), q->ids[0], &lock, e) || !request_if_match(q, lock.revision, e) ||
        !address_given(q, e) || !room_override(q, e))
        return false;
    request_target(q, "host", q->ids[0], lock.name);
    request_detail_fields(q);
    char *json = json_dumps(q->body, JSON_COMPACT);
    bool done = json ? host_change(request_tx(q), q->ids[0], json, e)
                     : err_set(e, ERR_UNAVAILABLE, "no memory for the host");
    free(json);
    return done && show(q, e);
}

static bool drop(struct request *q, struct err *e)
{
    struct host_lock lock;

    if (!host_lock(request_tx(q), q->ids[0], &lock, e) || !request_if_match(q, lock.revision, e))
        return false;
    request_target(q, "host", q->ids[0], lock.name);
    return host_remove(request_tx(q), q->ids[0], e) && answer_none(q);
}

/* 404 for a host that is not there, before its empty list could tell otherwise. */
static bool exists(struct request *q, struct err *e)
{
    AUTO_RES r = NULL;

    if (!host_show(request_tx(q), q->ids[0], &r, e))
        return false;
    return PQntuples(r) == 1 || err_set(e, ERR_NOT_FOUND, "no such host");
}

static bool list_checks(struct request *q, struct err *e)
{
    struct page page;
    AUTO_RES r = NULL;

    if (!request_page(q, &page, e) || !exists(q, e))
        return false;
    struct check_filter f = {.rank = CHECK_ANY,
                             .host_id = q->ids[0],
                             .fetch = page.fetch,
                             .after = page.after,
                             .key = page.key,
                             .id = page.id};
    return check_list(request_tx(q), &f, &r, e) && veil_params(q, r, e) &&
           answer_rows(q, r, &page, e);
}

static bool timeline(struct request *q, struct err *e)
{
    struct page page;
    AUTO_RES r = NULL;

    if (!request_page(q, &page, e) || !exists(q, e))
        return false;
    return host_timeline(request_tx(q), q->ids[0], page.fetch, page.after, page.key, page.id, &r,
                         e) &&
           answer_rows(q, r, &page, e);
}

const struct route api_hosts[] = {
    {.method = "GET",
     .path = "/api/v1/hosts",
     .permission = HOST_READ,
     .handler = list,
     .flags = ROUTE_LIST | ROUTE_COUNTS | ROUTE_KEPT,
     .query = list_query,
     .answer = host_fields_answer,
     .doc = "List hosts with their state."},
    {.method = "POST",
     .path = "/api/v1/hosts",
     .permission = HOST_WRITE,
     .handler = add,
     .rate = RATE_WRITE,
     .audit = "host.create",
     .body = host_fields_body,
     .answer = host_fields_answer,
     .status = 201,
     .doc = "Add a host."},
    {.method = "GET",
     .path = "/api/v1/hosts/{id}",
     .permission = HOST_READ,
     .handler = show,
     .flags = ROUTE_KEPT,
     .answer = host_fields_answer,
     .doc = "Show a host."},
    {.method = "PATCH",
     .path = "/api/v1/hosts/{id}",
     .permission = HOST_WRITE,
     .handler = change,
     .rate = RATE_WRITE,
     .flags = ROUTE_PARTIAL,
     .audit = "host.update",
     .query = room_query,
     .body = host_fields_body,
     .answer = host_fields_answer,
     .doc = "Change a host."},
    {.method = "DELETE",
     .path = "/api/v1/hosts/{id}",
     .permission = HOST_WRITE,
     .handler = drop,
     .rate = RATE_WRITE,
     .audit = "host.delete",
     .doc = "Remove a host with its checks."},
    {.method = "GET",
     .path = "/api/v1/hosts/{id}/checks",
     .permission = CHECK_READ,
     .handler = list_checks,
     .flags = ROUTE_LIST | ROUTE_KEPT,
     .answer = check_fields_answer,
     .doc = "List the checks of a host."},
    {.method = "GET",
     .path = "/api/v1/hosts/{id}/timeline",
     .permission = RESULT_READ,
     .handler = timeline,
     .flags = ROUTE_LIST,
     .answer = timeline_answer,
     .doc = "List the changes of state of a host's checks, newest first."},
    {0},
};
