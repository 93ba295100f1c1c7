/* /runs: what became of a run that was asked for. */
#include "api/request.h"
#include "store/job_store.h"

static const struct field answer[] = {
    {.name = "id", .type = FIELD_INT},
    {.name = "kind", .type = FIELD_STR},
    {.name = "state", .type = FIELD_ENUM, .choices = "queued|running|done|failed|dead"},
    {.name = "created_at", .type = FIELD_TIME},
    {.name = "started_at", .type = FIELD_TIME, .flags = F_NULL},
    {.name = "finished_at", .type = FIELD_TIME, .flags = F_NULL},
    {.name = "result",
     .type = FIELD_JSON,
     .flags = F_NULL,
     .doc = "status, reason, latency_ms, message, details; once it is done."},
    {.name = "error", .type = FIELD_STR, .flags = F_NULL, .doc = "Why it could not be done."},
    {0},
};

static bool show(struct request *q, struct err *e)
{
    AUTO_RES r = NULL;

    return tx_run(request_tx(q), &job_show, ARGS(INT8(q->ids[0])), &r, e) && answer_row(q, r, e);
}

const struct route api_runs[] = {
    {.method = "GET",
     .path = "/api/v1/runs/{id}",
     .permission = CHECK_READ,
     .handler = show,
     .answer = answer,
     .doc = "Progress and result of a run."},
    {0},
};
