/* /overview: the whole tenant at a glance. */
#include "api/answer.h"
#include "api/host_fields.h"
#include "api/rows.h"
#include "base/clock.h"
#include "store/check_store.h"
#include "store/host_list_store.h"

enum { WORST = 10, CHANGES = 20 };

static const struct field host_fields[] = {
    {.name = "total", .type = FIELD_INT},
    {.name = "up", .type = FIELD_INT},
    {.name = "degraded", .type = FIELD_INT},
    {.name = "down", .type = FIELD_INT},
    {.name = "unknown", .type = FIELD_INT},
    {.name = "paused", .type = FIELD_INT},
    {0},
};

static const struct field check_fields[] = {
    {.name = "total", .type = FIELD_INT},    {.name = "up", .type = FIELD_INT},
    {.name = "degraded", .type = FIELD_INT}, {.name = "down", .type = FIELD_INT},
    {.name = "unknown", .type = FIELD_INT},  {.name = "paused", .type = FIELD_INT},
    {.name = "pending", .type = FIELD_INT},  {0},
};

static const struct field change[] = {
    {.name = "ts", .type = FIELD_TIME},
    {.name = "check_id", .type = FIELD_INT},
    {.name = "check_name", .type = FIELD_STR},
    {.name = "type", .type = FIELD_STR},
    {.name = "from", .type = FIELD_STR, .flags = F_NULL},
    {.name = "to", .type = FIELD_STR},
    {.name = "reason", .type = FIELD_STR, .flags = F_NULL},
    {.name = "message", .type = FIELD_STR},
    {.name = "host_id", .type = FIELD_INT},
    {.name = "host_name", .type = FIELD_STR},
    {0},
};

static const struct field change_item = {.name = "", .type = FIELD_OBJECT, .of = change};
static const struct field host_item = {.name = "", .type = FIELD_OBJECT, .of = host_fields_answer};

static const struct field answer[] = {
    {.name = "hosts", .type = FIELD_OBJECT, .of = host_fields},
    {.name = "checks", .type = FIELD_OBJECT, .of = check_fields},
    {.name = "worst_hosts",
     .type = FIELD_LIST,
     .of = &host_item,
     .doc = "At most ten that are not well, the worst first."},
    {.name = "changes",
     .type = FIELD_LIST,
     .of = &change_item,
     .doc = "The last changes of state, newest first."},
    {.name = "checked_at", .type = FIELD_TIME, .flags = F_NULL, .doc = "The newest result."},
    {0},
};

static bool overview(struct request *q, struct err *e)
{
    struct host_filter worst = {.ranks = 1U << HOST_DOWN | 1U << HOST_DEGRADED | 1U << HOST_UNKNOWN,
                                .fetch = WORST};
    struct jout *w = &q->answer->out;
    struct tx *t = request_tx(q);
    AUTO_RES hosts = NULL;
    AUTO_RES checks = NULL;
    AUTO_RES sick = NULL;
    AUTO_RES changes = NULL;

    if (!host_list_counts(t, &hosts, e) || !check_counts(t, &checks, e) ||
        !host_list(t, &worst, &sick, e) || !check_changes(t, CHANGES, &changes, e))
        return false;
    jout_open(w, '{');
    jout_name(w, "hosts");
    bool good = rows_object(w, host_fields, hosts, 0, e);
    jout_name(w, "checks");
    good = good && rows_object(w, check_fields, checks, 0, e);
    jout_name(w, "worst_hosts");
    good = good && rows_array(w, host_fields_answer, sick, PQntuples(sick), e);
    jout_name(w, "changes");
    good = good && rows_array(w, change, changes, PQntuples(changes), e);
    jout_name(w, "checked_at");
    rows_time(w, checks, 0, "checked_at");
    jout_close(w, '}');
    q->answer->done = true;
    return good && jout_ok(w, e);
}

const struct route api_overview[] = {
    {.method = "GET",
     .path = "/api/v1/overview",
     .permission = HOST_READ,
     .handler = overview,
     .flags = ROUTE_KEPT,
     .pool = POOL_HEAVY,
     .answer = answer,
     .doc = "Counts by state, the worst hosts and the last changes."},
    {0},
};
