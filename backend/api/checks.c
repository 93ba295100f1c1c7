/* /checks: what is looked at, how often, and what it said. */
#include "store/check_store.h"

#include <stdlib.h>
#include <string.h>

#include "api/address.h"
#include "api/check_fields.h"
#include "api/kinds.h"
#include "api/request.h"
#include "api/room.h"
#include "api/veil.h"
#include "base/clock.h"
#include "io/crypto.h"
#include "store/check_list_store.h"
#include "store/host_store.h"
#include "store/job_store.h"
#include "store/sample_store.h"

static const int64_t day_us = 86400LL * 1000000, window_max_us = 744 * 3600 * 1000000LL;

static const struct field list_query[] = {
    {.name = "host_id", .type = FIELD_INT, .min = 1, .doc = "Only checks of this host."},
    {.name = "type", .type = FIELD_SLUG, .max = 31, .doc = "Only checks of this type."},
    {.name = "status",
     .type = FIELD_ENUM,
     .choices = "up|degraded|down|unknown|paused|pending",
     .doc = "Only checks in this state."},
    {.name = "q",
     .type = FIELD_STR,
     .min = 1,
     .max = 200,
     .doc = "Part of its name or its host's, any case."},
    {.name = "sort",
     .type = FIELD_ENUM,
     .def = "\"status\"",
     .choices = "status|-status|name|-name|type|-type|host_name|-host_name|latency_ms|"
                "-latency_ms|last_ts|-last_ts",
     .doc = "`status` is worst first."},
    {.name = "count", .type = FIELD_BOOL, .doc = "Also `total`: how many match on all pages."},
    {0},
};

static const struct field results_query[] = {
    {.name = "from", .type = FIELD_TIME, .doc = "Not before; default a day before `to`."},
    {.name = "to", .type = FIELD_TIME, .doc = "Before; default now."},
    {.name = "limit",
     .type = FIELD_INT,
     .min = 1,
     .max = 5000,
     .def = "500",
     .doc = "At most so many, the newest."},
    {0},
};

static const struct field results_answer[] = {
    {.name = "ts", .type = FIELD_TIME, .doc = "The slot the run was scheduled for."},
    {.name = "status", .type = FIELD_ENUM, .choices = "up|degraded|down|unknown"},
    {.name = "reason", .type = FIELD_STR, .flags = F_NULL},
    {.name = "latency_ms", .type = FIELD_NUM, .flags = F_NULL},
    {.name = "message", .type = FIELD_STR},
    {.name = "anomaly_score", .type = FIELD_NUM, .flags = F_NULL},
    {.name = "details", .type = FIELD_JSON, .flags = F_NULL},
    {0},
};

static const struct field test_body[] = {
    {.name = "host_id", .type = FIELD_INT, .min = 1, .doc = "Against this host."},
    {.name = "address",
     .type = FIELD_STR,
     .min = 1,
     .max = 253,
     .doc = "Or against an address that is no host yet, for who may add hosts."},
    {.name = "type", .type = FIELD_SLUG, .flags = F_REQUIRED, .max = 31},
    {.name = "timeout_ms", .type = FIELD_INT, .min = 100, .max = 30000, .def = "5000"},
    {.name = "params", .type = FIELD_JSON, .def = "{}"},
    {0},
};

static const struct field run_answer[] = {
    {.name = "run_id", .type = FIELD_INT, .doc = "For GET /runs/{id}."},
    {0},
};

static const struct field push_answer[] = {
    {.name = "push_url",
     .type = FIELD_STR,
     .flags = F_SECRET,
     .doc = "Where to report to; shown once, the one before stops working."},
    {0},
};

static enum check_sort sort_of(const char *name)
{
    static const char *const names[CHECK_SORT__COUNT] = {
        [CHECK_SORT_STATUS] = "status",      [CHECK_SORT_BEST] = "-status",
        [CHECK_SORT_NAME] = "name",          [CHECK_SORT_NAME_DOWN] = "-name",
        [CHECK_SORT_TYPE] = "type",          [CHECK_SORT_TYPE_DOWN] = "-type",
        [CHECK_SORT_HOST] = "host_name",     [CHECK_SORT_HOST_DOWN] = "-host_name",
        [CHECK_SORT_LATENCY] = "latency_ms", [CHECK_SORT_LATENCY_DOWN] = "-latency_ms",
        [CHECK_SORT_SEEN] = "last_ts",       [CHECK_SORT_SEEN_DOWN] = "-last_ts"};
    int i = CHECK_SORT__COUNT - 1;

    while (i > 0 && strcmp(names[i], name) != 0)
        i--;
    return (enum check_sort)i;
}

static enum check_rank rank_of(const char *status)
{
    static const char *const names[CHECK_ANY] = {
        [CHECK_DOWN] = "down",       [CHECK_DEGRADED] = "degraded",
        [CHECK_UNKNOWN] = "unknown", [CHECK_PENDING] = "pending",
        [CHECK_UP] = "up",           [CHECK_PAUSED] = "paused"};
    int i = 0;

    while (i < CHECK_ANY && status && strcmp(names[i], status) != 0)
        i++;
    return status ? (enum check_rank)i : CHECK_ANY;
}

static bool list(struct request *q, struct err *e)
{
    struct page page;
    AUTO_RES r = NULL;

    if (!request_page(q, &page, e))
        return false;
    struct check_filter f = {.sort = sort_of(query_text(q, "sort")),
                             .host_id = query_int(q, "host_id"),
                             .type = query_text(q, "type"),
                             .rank = rank_of(query_text(q, "status")),
                             .q = query_text(q, "q"),
                             .fetch = page.fetch,
                             .after = page.after,
                             .key = page.key,
                             .id = page.id};
    page.counted = query_bool(q, "count");
    return check_list(request_tx(q), &f, &r, e) && veil_params(q, r, e) &&
           (!page.counted || check_list_total(request_tx(q), &f, &page.total, e)) &&
           answer_rows(q, r, &page, e);
}

static bool show(struct request *q, struct err *e)
{
    AUTO_RES r = NULL;

    return check_show(request_tx(q), q->ids[0], &r, e) && veil_params(q, r, e) &&
           answer_row(q, r, e);
}

/* A known type, and parameters that fit it. */
static bool judge(struct request *q, const char *type, struct err *e)
{
    if (!kinds_has(q->app->kinds, type))
        return request_fault(q, e, "/type", "bad_choice", "is not a type of check");
    const json_t *params = body_json(q, "params");
    return !params || kinds_judge(q->app->kinds, type, params, &q->faults) ||
           err_set(e, ERR_INVALID, "the parameters do not fit the type");
}

/* A new token of a heartbeat, and the address that holds it. */
static bool new_push(struct request *q, uint8_t digest[CRYPTO_SHA256], const char **url,
                     struct err *e)
{
    char token[CRYPTO_SECRET_TEXT];

    crypto_secret_new(token, digest);
    *url =
        arena_fmt(q->mem, e, "%s/api/v1/push/%s", config_text(q->app->config, "public_url"), token);
    crypto_wipe(token, sizeof token);
    return *url != NULL;
}

static bool add(struct request *q, struct err *e)
{
    uint8_t digest[CRYPTO_SHA256];
    const char *type = body_text(q, "type"), *url = NULL;
    bool heartbeat = strcmp(type, "heartbeat") == 0;
    int64_t id = 0;

    if (!judge(q, type, e) || !room_override(q, e) || (heartbeat && !new_push(q, digest, &url, e)))
        return false;
    char *json = json_dumps(q->body, JSON_COMPACT);
    bool done = json ? check_add(request_tx(q), json, heartbeat ? digest : NULL, &id, e)
                     : err_set(e, ERR_UNAVAILABLE, "no memory for the check");
    free(json);
    if (!done)
        return false;
    AUTO_RES r = NULL;
    request_target(q, "check", id, body_text(q, "name"));
    request_detail(q, "type", json_string(type));
    request_detail(q, "host_id", json_integer(body_int(q, "host_id")));
    return check_show(request_tx(q), id, &r, e) && answer_row(q, r, e) &&
           (!url || answer_secret(q, "push_url", url, e));
}

static bool lock(struct request *q, struct check_lock *out, struct err *e)
{
    if (!check_lock(request_tx(q), q->ids[0], out, e) || !request_if_match(q, out->revision, e))
        return false;
    request_target(q, "check", q->ids[0], out->name);
    return true;
}

static bool change(struct request *q, struct err *e)
{
    struct check_lock held;

    if (!lock(q, &held, e) || !judge(q, held.type, e) || !room_override(q, e))
        return false;
    request_detail_fields(q);
    char *json = json_dumps(q->body, JSON_COMPACT);
    bool done = json ? check_change(request_tx(q), q->ids[0], json, e)
                     : err_set(e, ERR_UNAVAILABLE, "no memory for the check");
    free(json);
    return done && show(q, e);
}

static bool drop(struct request *q, struct err *e)
{
    struct check_lock held;

    return lock(q, &held, e) && check_remove(request_tx(q), q->ids[0], e) && answer_none(q);
}

static bool push_token(struct request *q, struct err *e)
{
    uint8_t digest[CRYPTO_SHA256];
    struct check_lock held;
    const char *url;

    if (!lock(q, &held, e))
        return false;
    if (strcmp(held.type, "heartbeat") != 0)
        return err_set(e, ERR_CONFLICT, "only a heartbeat has an address to report to");
    return new_push(q, digest, &url, e) && check_set_push(request_tx(q), q->ids[0], digest, e) &&
           answer_json_take(q, json_pack("{s:s}", "push_url", url), e);
}

/* Puts a job into the queue and answers its id. */
static bool enqueue(struct request *q, const char *kind, json_t *payload, struct err *e)
{
    json_auto_t *owned = payload;
    char *json = owned ? json_dumps(owned, JSON_COMPACT) : NULL;
    int64_t id = 0;
    bool done = json ? job_add(request_tx(q), kind, json, &id, e)
                     : err_set(e, ERR_UNAVAILABLE, "no memory for the job");

    free(json);
    request_detail(q, "run_id", json_integer(id));
    return done && answer_json_take(q, json_pack("{s:I}", "run_id", (json_int_t)id), e);
}

static bool run(struct request *q, struct err *e)
{
    struct check_lock held;

    if (!check_lock(request_tx(q), q->ids[0], &held, e))
        return false;
    request_target(q, "check", q->ids[0], held.name);
    if (kinds_is_passive(q->app->kinds, held.type))
        return err_set(e, ERR_CONFLICT, "a %s is reported to, it cannot be run", held.type);
    return enqueue(q, "check_run", json_pack("{s:I}", "check_id", (json_int_t)q->ids[0]), e);
}

/* What is tried against: a host, or an address before it becomes one. */
static bool test_target(struct request *q, struct err *e)
{
    const char *address = body_text(q, "address");
    struct host_lock host;

    if ((address != NULL) == (body_int(q, "host_id") != 0))
        return request_fault(q, e, "/host_id", "required", "must be given, or else `address`");
    if (address) {
        if (!request_may(q, HOST_WRITE))
            return err_set(e, ERR_FORBIDDEN, "an address that is no host needs host.write");
        request_detail(q, "address", json_string(address));
        return address_ok(str_of(address)) ||
               request_fault(q, e, "/address", "bad_format",
                             "must be a host name or a plain IP address");
    }
    if (!host_lock(request_tx(q), body_int(q, "host_id"), &host, e))
        return false;
    request_target(q, "host", body_int(q, "host_id"), host.name);
    return true;
}

static bool test(struct request *q, struct err *e)
{
    const char *type = body_text(q, "type");

    if (!judge(q, type, e) || !test_target(q, e))
        return false;
    request_detail(q, "type", json_string(type));
    if (kinds_is_passive(q->app->kinds, type))
        return err_set(e, ERR_CONFLICT, "a %s is reported to, it cannot be run", type);
    return enqueue(q, "check_test", json_copy(q->body), e);
}

static bool results(struct request *q, struct err *e)
{
    int64_t to = query_has(q, "to") ? query_time_us(q, "to") : clock_wall_us() + 1;
    int64_t from = query_has(q, "from") ? query_time_us(q, "from") : to - day_us;
    AUTO_RES known = NULL;
    AUTO_RES r = NULL;

    if (from >= to)
        return request_fault(q, e, "from", "out_of_range", "must be before `to`");
    if (to - from > window_max_us)
        return request_fault(q, e, "from", "out_of_range", "must be at most 744 hours before `to`");
    if (!check_show(request_tx(q), q->ids[0], &known, e))
        return false;
    if (PQntuples(known) == 0)
        return err_set(e, ERR_NOT_FOUND, "no such check");
    return tx_run(request_tx(q), &sample_results,
                  ARGS(INT8(q->ids[0]), TIME(from), TIME(to), INT8(query_int(q, "limit"))), &r,
                  e) &&
           answer_rows(q, r, NULL, e);
}

#define WRITES .permission = CHECK_WRITE, .rate = RATE_WRITE
const struct route api_checks[] = {
    {.method = "GET",
     .path = "/api/v1/checks",
     .permission = CHECK_READ,
     .handler = list,
     .flags = ROUTE_LIST | ROUTE_COUNTS | ROUTE_KEPT,
     .query = list_query,
     .answer = check_fields_answer,
     .doc = "List checks with their state."},
    {.method = "POST",
     .path = "/api/v1/checks",
     WRITES,
     .handler = add,
     .audit = "check.create",
     .query = room_query,
     .body = check_fields_body,
     .answer = check_fields_answer,
     .status = 201,
     .doc = "Add a check to a host."},
    {.method = "POST",
     .path = "/api/v1/checks/test",
     .permission = CHECK_RUN,
     .rate = RATE_RUN,
     .handler = test,
     .audit = "check.test",
     .body = test_body,
     .answer = run_answer,
     .status = 202,
     .doc = "Run a check that is not saved; poll the run."},
    {.method = "GET",
     .path = "/api/v1/checks/{id}",
     .permission = CHECK_READ,
     .handler = show,
     .flags = ROUTE_KEPT,
     .answer = check_fields_answer,
     .doc = "Show a check."},
    {.method = "PATCH",
     .path = "/api/v1/checks/{id}",
     WRITES,
     .handler = change,
     .flags = ROUTE_PARTIAL,
     .audit = "check.update",
     .query = room_query,
     .body = check_fields_change,
     .answer = check_fields_answer,
     .doc = "Change a check."},
    {.method = "DELETE",
     .path = "/api/v1/checks/{id}",
     WRITES,
     .handler = drop,
     .audit = "check.delete",
     .doc = "Remove a check."},
    {.method = "POST",
     .path = "/api/v1/checks/{id}/push-token",
     WRITES,
     .handler = push_token,
     .audit = "check.push_token",
     .answer = push_answer,
     .doc = "Give a heartbeat a new address to report to."},
    {.method = "POST",
     .path = "/api/v1/checks/{id}/run",
     .permission = CHECK_RUN,
     .rate = RATE_RUN,
     .handler = run,
     .audit = "check.run",
     .answer = run_answer,
     .status = 202,
     .doc = "Run a check now; poll the run."},
    {.method = "GET",
     .path = "/api/v1/checks/{id}/results",
     .permission = RESULT_READ,
     .handler = results,
     .query = results_query,
     .flags = ROUTE_WHOLE,
     .answer = results_answer,
     .doc = "Results of a check in a time window, ascending."},
    {0},
};
