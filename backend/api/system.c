/* Tocsin's own condition, the list of check types, and the description of this API. */
#include "config.h"

#include "api/answer.h"
#include "api/docs.h"
#include "api/kinds.h"
#include "api/openapi.h"
#include "api/rows.h"
#include "store/job_store.h"
#include "store/ready_store.h"
#include "store/worker_store.h"

static const struct field health_answer[] = {
    {.name = "status", .type = FIELD_ENUM, .choices = "ok"},
    {.name = "version", .type = FIELD_STR},
    {0},
};

static const struct field ready_answer[] = {
    {.name = "status", .type = FIELD_ENUM, .choices = "ready|not_ready"},
    {.name = "postgresql", .type = FIELD_BOOL},
    {.name = "redis", .type = FIELD_BOOL, .doc = "Slower without it, but still ready."},
    {.name = "schema", .type = FIELD_BOOL},
    {.name = "checker", .type = FIELD_BOOL, .doc = "A checker has shown itself lately."},
    {0},
};

static const struct field job_fields[] = {
    {.name = "queued", .type = FIELD_INT},
    {.name = "running", .type = FIELD_INT},
    {.name = "done", .type = FIELD_INT},
    {.name = "failed", .type = FIELD_INT},
    {.name = "dead", .type = FIELD_INT},
    {.name = "oldest_queued_s", .type = FIELD_NUM, .flags = F_NULL},
    {0},
};

static const struct field worker_fields[] = {
    {.name = "role", .type = FIELD_STR},
    {.name = "instance", .type = FIELD_STR},
    {.name = "started_at", .type = FIELD_TIME},
    {.name = "last_seen_at", .type = FIELD_TIME},
    {.name = "alive", .type = FIELD_BOOL},
    {.name = "stats", .type = FIELD_JSON},
    {0},
};
static const struct field worker_item = {.name = "", .type = FIELD_OBJECT, .of = worker_fields};

static const struct field queue_answer[] = {
    {.name = "jobs", .type = FIELD_OBJECT, .of = job_fields},
    {.name = "workers", .type = FIELD_LIST, .of = &worker_item},
    {0},
};

static const struct field text = {.name = "", .type = FIELD_STR};
static const struct field param_fields[] = {
    {.name = "name", .type = FIELD_STR},
    {.name = "type", .type = FIELD_ENUM, .choices = "string|integer|number|boolean|enum|map|list"},
    {.name = "unit", .type = FIELD_STR, .flags = F_NULL},
    {.name = "min",
     .type = FIELD_NUM,
     .flags = F_NULL,
     .doc = "Of the value; of the length for a string; of the entries for a map or list."},
    {.name = "max", .type = FIELD_NUM, .flags = F_NULL},
    {.name = "required", .type = FIELD_BOOL},
    {.name = "choices", .type = FIELD_LIST, .flags = F_NULL, .of = &text},
    {.name = "help", .type = FIELD_STR},
    {0},
};
static const struct field param_item = {.name = "", .type = FIELD_OBJECT, .of = param_fields};
static const struct field kind_fields[] = {
    {.name = "name", .type = FIELD_STR},
    {.name = "summary", .type = FIELD_STR},
    {.name = "params",
     .type = FIELD_LIST,
     .of = &param_item,
     .doc = "Besides these members each has `default`, of the parameter's own type."},
    {0},
};
static const struct field kind_item = {.name = "", .type = FIELD_OBJECT, .of = kind_fields};
static const struct field kinds_answer[] = {
    {.name = "items", .type = FIELD_LIST, .of = &kind_item},
    {0},
};

static bool health(struct request *q, struct err *e)
{
    return answer_json_take(q, json_pack("{s:s, s:s}", "status", "ok", "version", PACKAGE_VERSION),
                            e);
}

static bool ready(struct request *q, struct err *e)
{
    struct ready r = {0};
    struct err away = {0};
    bool postgresql = ready_read(q->app->db, &r, &away);

    /* A schema that lacks what we ask for is an answer too. */
    postgresql |= away.code == ERR_INTERNAL;
    bool fit = postgresql && r.schema;
    answer_status(q, fit ? 200 : 503);
    if (!fit && !answer_header(q, "Retry-After", "2", e))
        return false;
    return answer_json_take(q,
                            json_pack("{s:s, s:b, s:b, s:b, s:b}", "status",
                                      fit ? "ready" : "not_ready", "postgresql", postgresql,
                                      "redis", cache_alive(q->app->cache), "schema", r.schema,
                                      "checker", r.checker),
                            e);
}

static bool queue(struct request *q, struct err *e)
{
    struct jout *w = &q->answer->out;
    AUTO_RES jobs = NULL;
    AUTO_RES workers = NULL;

    if (!tx_run(request_tx(q), &job_counts, NO_ARGS, &jobs, e) ||
        !tx_run(request_tx(q), &worker_list, NO_ARGS, &workers, e))
        return false;
    jout_open(w, '{');
    jout_name(w, "jobs");
    bool good = rows_object(w, job_fields, jobs, 0, e);
    jout_name(w, "workers");
    good = good && rows_array(w, worker_fields, workers, PQntuples(workers), e);
    jout_close(w, '}');
    q->answer->done = true;
    return good && jout_ok(w, e);
}

static bool check_types(struct request *q, struct err *e)
{
    return answer_json_take(q, json_incref((json_t *)kinds_list(q->app->kinds)), e);
}

static bool openapi(struct request *q, struct err *e)
{
    openapi_write(&q->answer->out);
    q->answer->done = true;
    return jout_ok(&q->answer->out, e);
}

static bool docs(struct request *q, struct err *e)
{
    docs_write(&q->answer->out);
    q->answer->type = "text/html; charset=utf-8";
    q->answer->done = true;
    return jout_ok(&q->answer->out, e);
}

static bool docs_style(struct request *q, struct err *e)
{
    (void)e;
    return answer_raw(q, "text/css; charset=utf-8", docs_css());
}

#define PUBLIC .method = "GET", .permission = PERM_PUBLIC, .rate = RATE_PUBLIC
const struct route api_system[] = {
    {PUBLIC, .path = "/api/v1/health", .handler = health, .answer = health_answer,
     .doc = "Whether this API answers at all."},
    {PUBLIC, .path = "/api/v1/ready", .handler = ready, .answer = ready_answer,
     .doc = "Whether it can do its work; 503 when not."},
    {.method = "GET",
     .path = "/api/v1/queue/stats",
     .permission = QUEUE_READ,
     .handler = queue,
     .answer = queue_answer,
     .doc = "Jobs by state, and the workers."},
    {.method = "GET",
     .path = "/api/v1/check-types",
     .permission = CHECK_READ,
     .handler = check_types,
     .answer = kinds_answer,
     .doc = "List the types of checks."},
    {PUBLIC, .path = "/api/v1/openapi.json", .handler = openapi, .doc = "This API as OpenAPI 3.1."},
    {PUBLIC, .path = "/api/v1/docs", .handler = docs, .doc = "This API as a page for people."},
    {PUBLIC, .path = "/api/v1/docs/style.css", .handler = docs_style,
     .doc = "The look of that page."},
    {0},
};
