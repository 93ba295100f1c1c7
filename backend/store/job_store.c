/* Jobs: rows of table job. */
#include "store/job_store.h"

static const struct stmt ADD = STMT(
    "job_add", "INSERT INTO job (tenant_id, kind, payload) VALUES ($1, $2, $3) RETURNING id", 2);
const struct stmt job_show =
    STMT("job_show",
         "SELECT id, kind, state, created_at, started_at, finished_at, result, error FROM job "
         "WHERE tenant_id = $1 AND id = $2",
         1);
const struct stmt job_counts =
    STMT_SYSTEM("job_counts",
                "SELECT queued, running, done, failed, dead, oldest_queued_s FROM job_counts()", 0);
static const struct stmt TAKE =
    STMT_SYSTEM("job_take",
                "SELECT j.tenant_id, j.id, j.fence, (j.payload->>'check_id')::bigint, "
                "coalesce(t.type, j.payload->>'type'), coalesce(t.params, j.payload->'params'), "
                "coalesce(t.address, j.payload->>'address'), "
                "coalesce(t.timeout_ms, (j.payload->>'timeout_ms')::int) "
                "FROM job_claim(ARRAY['check_run', 'check_test'], $1, $2, $3, $4) j "
                "LEFT JOIN LATERAL checker_target(j.tenant_id, (j.payload->>'check_id')::bigint, "
                "(j.payload->>'host_id')::bigint) t ON true",
                4);
static const struct stmt RENEW = STMT_SYSTEM("job_renew", "SELECT job_renew($1, $2, $3, $4)", 4);
static const struct stmt FINISH = STMT_SYSTEM("job_finish", "SELECT job_finish($1, $2, $3, $4)", 4);
static const struct stmt FAIL = STMT_SYSTEM("job_fail", "SELECT job_fail($1, $2, $3, $4, $5)", 5);
static const struct stmt SWEEP =
    STMT_SYSTEM("job_sweep", "SELECT requeued, dead FROM job_sweep($1)", 1);
static const struct stmt DROP = STMT_SYSTEM("job_drop", "SELECT job_drop($1)", 1);

bool job_add(struct tx *t, const char *kind, const char *payload, int64_t *id, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &ADD, ARGS(TEXT(kind), JSONB(payload)), &r, e))
        return false;
    *id = row_int(r, 0, 0);
    return true;
}

bool job_take_ask(struct db *d, const struct job_claim *c, struct err *e)
{
    return later_send(d, TENANT_NONE, &TAKE,
                      ARGS(INT4(c->most), INT4(c->per_tenant), INT4(JOB_LEASE_S), BOOL(c->suspect)),
                      e);
}

void job_take_answer(const PGresult *r, int i, struct job *out)
{
    *out = (struct job){.tenant = (int32_t)row_int(r, i, 0),
                        .id = row_int(r, i, 1),
                        .fence = row_int(r, i, 2),
                        .check_id = row_int(r, i, 3),
                        .type = row_text(r, i, 4),
                        .params = row_text(r, i, 5),
                        .address = row_text(r, i, 6),
                        .timeout_ms = (int)row_int(r, i, 7)};
}

bool job_renew_ask(struct db *d, const struct job_key *keys, size_t n, struct arena *mem,
                   struct err *e)
{
    int32_t *tenants = arena_array(mem, n + 1, sizeof *tenants, e);
    int64_t *ids = arena_array(mem, n + 1, sizeof *ids, e);
    int64_t *fences = arena_array(mem, n + 1, sizeof *fences, e);
    struct arg a[3];

    if (!tenants || !ids || !fences)
        return false;
    for (size_t i = 0; i < n; i++) {
        tenants[i] = keys[i].tenant;
        ids[i] = keys[i].id;
        fences[i] = keys[i].fence;
    }
    return arg_int4s(mem, tenants, n, &a[0], e) && arg_int8s(mem, ids, n, &a[1], e) &&
           arg_int8s(mem, fences, n, &a[2], e) &&
           later_send(d, TENANT_NONE, &RENEW, ARGS(a[0], a[1], a[2], INT4(JOB_LEASE_S)), e);
}

bool job_finish_ask(struct db *d, const struct job_key *k, const char *result, struct err *e)
{
    return later_send(d, TENANT_NONE, &FINISH,
                      ARGS(INT4(k->tenant), INT8(k->id), INT8(k->fence), JSONB(result)), e);
}

bool job_fail_ask(struct db *d, const struct job_key *k, const char *error, bool for_good,
                  struct err *e)
{
    return later_send(
        d, TENANT_NONE, &FAIL,
        ARGS(INT4(k->tenant), INT8(k->id), INT8(k->fence), TEXT(error), BOOL(for_good)), e);
}

bool job_held_answer(const PGresult *r)
{
    return row_bool(r, 0, 0);
}

bool job_sweep(struct db *d, int most, int *requeued, int *dead, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_once(d, TENANT_NONE, &SWEEP, ARGS(INT4(most)), &r, e))
        return false;
    *requeued = (int)row_int(r, 0, 0);
    *dead = (int)row_int(r, 0, 1);
    return true;
}

bool job_drop(struct db *d, int most, int *dropped, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_once(d, TENANT_NONE, &DROP, ARGS(INT4(most)), &r, e))
        return false;
    *dropped = (int)row_int(r, 0, 0);
    return true;
}
