/* Single checks of hosts, and the tenant's checks as a whole. Lists: check_list_store.c. */
#include "store/check_store.h"

#include <stdio.h>

#include "store/check_columns.h"

static const struct stmt SHOW =
    STMT("check_show",
         "SELECT " CHECK_COLUMNS ", " CHECK_STRIP ", c.version AS revision " CHECK_FROM
         "WHERE c.tenant_id = $1 AND c.id = $2",
         1);

static const struct stmt LOCK = STMT(
    "check_lock",
    "SELECT version, type, name FROM host_check WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE",
    1);

/* No host, no row: another tenant's host is none. */
static const struct stmt ADD =
    STMT("check_add",
         "INSERT INTO host_check (tenant_id, host_id, type, name, interval_s, timeout_ms, retries, "
         "params, enabled, push_hash) SELECT h.tenant_id, h.id, $2->>'type', $2->>'name', "
         "($2->>'interval_s')::int, ($2->>'timeout_ms')::int, ($2->>'retries')::int, "
         "$2->'params', ($2->>'enabled')::boolean, $3 FROM host h "
         "WHERE h.tenant_id = $1 AND h.id = ($2->>'host_id')::bigint FOR KEY SHARE RETURNING id",
         2);

static const struct stmt CHANGE =
    STMT("check_change",
         "UPDATE host_check SET name = coalesce($3->>'name', name), "
         "interval_s = coalesce(($3->>'interval_s')::int, interval_s), "
         "timeout_ms = coalesce(($3->>'timeout_ms')::int, timeout_ms), "
         "retries = coalesce(($3->>'retries')::int, retries), "
         "params = coalesce($3->'params', params), "
         "enabled = coalesce(($3->>'enabled')::boolean, enabled) "
         "WHERE tenant_id = $1 AND id = $2",
         2);

static const struct stmt SET_PUSH = STMT(
    "check_set_push", "UPDATE host_check SET push_hash = $3 WHERE tenant_id = $1 AND id = $2", 2);

static const struct stmt REMOVE =
    STMT("check_remove", "DELETE FROM host_check WHERE tenant_id = $1 AND id = $2", 1);

static const struct stmt COUNTS =
    STMT("check_counts",
         "SELECT count(*) AS total, count(*) FILTER (WHERE o.rank = 4) AS up, "
         "count(*) FILTER (WHERE o.rank = 1) AS degraded, "
         "count(*) FILTER (WHERE o.rank = 0) AS down, "
         "count(*) FILTER (WHERE o.rank = 2) AS unknown, "
         "count(*) FILTER (WHERE o.rank = 5) AS paused, "
         "count(*) FILTER (WHERE o.rank = 3) AS pending, "
         "(SELECT max(s.last_ts) FROM check_state s WHERE s.tenant_id = $1) AS checked_at "
         "FROM check_order o WHERE o.tenant_id = $1",
         0);

/* An event without a state to come from is a failure text alone, and no change. */
static const struct stmt CHANGES =
    STMT("check_changes",
         "SELECT x.ts, x.check_id, c.name AS check_name, c.type, x.from_status AS \"from\", "
         "x.to_status AS \"to\", x.reason, x.message, c.host_id, h.name AS host_name "
         "FROM check_event x JOIN host_check c ON c.tenant_id = x.tenant_id AND c.id = x.check_id "
         "JOIN host h ON h.tenant_id = c.tenant_id AND h.id = c.host_id "
         "WHERE x.tenant_id = $1 AND x.from_status <> x.to_status "
         "ORDER BY x.ts DESC, x.id DESC LIMIT $2",
         1);

bool check_show(struct tx *t, int64_t id, PGresult **out, struct err *e)
{
    return tx_run(t, &SHOW, ARGS(INT8(id)), out, e);
}

bool check_lock(struct tx *t, int64_t id, struct check_lock *out, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &LOCK, ARGS(INT8(id)), &r, e))
        return false;
    if (PQntuples(r) == 0)
        return err_set(e, ERR_NOT_FOUND, "check %lld", (long long)id);
    out->revision = row_int(r, 0, 0);
    snprintf(out->type, sizeof out->type, "%s", row_text(r, 0, 1));
    snprintf(out->name, sizeof out->name, "%s", row_text(r, 0, 2));
    return true;
}

bool check_add(struct tx *t, const char *json, const uint8_t *push_hash, int64_t *id, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &ADD, ARGS(JSONB(json), BYTES(push_hash, 32)), &r, e))
        return false;
    if (PQntuples(r) == 0)
        return err_set(e, ERR_NOT_FOUND, "no such host");
    *id = row_int(r, 0, 0);
    return true;
}

bool check_change(struct tx *t, int64_t id, const char *json, struct err *e)
{
    return tx_run(t, &CHANGE, ARGS(INT8(id), JSONB(json)), NULL, e);
}

bool check_set_push(struct tx *t, int64_t id, const uint8_t push_hash[32], struct err *e)
{
    return tx_run(t, &SET_PUSH, ARGS(INT8(id), BYTES(push_hash, 32)), NULL, e);
}

bool check_remove(struct tx *t, int64_t id, struct err *e)
{
    return tx_run(t, &REMOVE, ARGS(INT8(id)), NULL, e);
}

bool check_counts(struct tx *t, PGresult **out, struct err *e)
{
    return tx_run(t, &COUNTS, NO_ARGS, out, e);
}

bool check_changes(struct tx *t, int64_t fetch, PGresult **out, struct err *e)
{
    return tx_run(t, &CHANGES, ARGS(INT8(fetch)), out, e);
}
