/* Checks of hosts. */
#include "store/check_store.h"

#include <stdio.h>

#define CHECK_STATUS                                                                             \
    "CASE WHEN NOT c.enabled OR NOT h.enabled THEN 'paused' ELSE coalesce(s.status, 'pending') " \
    "END"

#define CHECK_FROM                                                                     \
    "FROM host_check c JOIN host h ON h.tenant_id = c.tenant_id AND h.id = c.host_id " \
    "LEFT JOIN check_state s ON s.tenant_id = c.tenant_id AND s.check_id = c.id "      \
    "CROSS JOIN LATERAL (SELECT " CHECK_STATUS " AS status) v "

#define CHECK_COLUMNS                                                                          \
    "c.id, c.host_id, h.name AS host_name, c.type, c.name, c.interval_s, c.timeout_ms, "       \
    "c.retries, c.params, c.enabled, v.status, s.reason, coalesce(s.message, '') AS message, " \
    "s.since, s.last_ts, "                                                                     \
    "s.latency_ms, c.created_at, c.updated_at, "                                               \
    "array_to_json(string_to_array(sample_strip(c.tenant_id, c.id, 30), NULL)) AS strip "

#define BY_STATUS                                                                           \
    "(CASE v.status WHEN 'down' THEN '0' WHEN 'degraded' THEN '1' WHEN 'unknown' THEN '2' " \
    "WHEN 'pending' THEN '3' WHEN 'up' THEN '4' ELSE '5' END || lower(c.name))"
#define BY_NAME "lower(c.name)"

#define LIST(name_, by, cmp, dir, narrow)                                                      \
    STMT("check_list_" name_,                                                                  \
         "SELECT " CHECK_COLUMNS ", " by " AS page_key, c.id AS page_id " CHECK_FROM           \
         "WHERE c.tenant_id = $1 " narrow                                                      \
         "AND (strpos(lower(c.name), lower($3)) > 0 OR strpos(lower(h.name), lower($3)) > 0) " \
         "AND strpos($4, v.status) > 0 AND c.type >= $5 AND c.type <= $6 "                     \
         "AND (" by ", c.id) " cmp " ($7, $8) ORDER BY " by " " dir ", c.id " dir " LIMIT $2", \
         8)

#define OF_HOST "AND c.host_id = $9 "
#define VARIANTS(name_, by, cmp, dir)                                             \
    {                                                                             \
        LIST(name_, by, cmp, dir, ""), LIST(name_ "_host", by, cmp, dir, OF_HOST) \
    }
static const struct stmt lists[CHECK_SORT__COUNT][2] = {
    [CHECK_SORT_STATUS] = VARIANTS("worst", BY_STATUS, ">", "ASC"),
    [CHECK_SORT_BEST] = VARIANTS("best", BY_STATUS, "<", "DESC"),
    [CHECK_SORT_NAME] = VARIANTS("name", BY_NAME, ">", "ASC"),
    [CHECK_SORT_NAME_DOWN] = VARIANTS("name_down", BY_NAME, "<", "DESC"),
};

static const struct stmt SHOW = STMT("check_show",
                                     "SELECT " CHECK_COLUMNS ", c.version AS revision " CHECK_FROM
                                     "WHERE c.tenant_id = $1 AND c.id = $2",
                                     1);

static const struct stmt LOCK = STMT(
    "check_lock",
    "SELECT version, type, name FROM host_check WHERE tenant_id = $1 AND id = $2 FOR UPDATE", 1);

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
         "SELECT count(*) AS total, count(*) FILTER (WHERE v.status = 'up') AS up, "
         "count(*) FILTER (WHERE v.status = 'degraded') AS degraded, "
         "count(*) FILTER (WHERE v.status = 'down') AS down, "
         "count(*) FILTER (WHERE v.status = 'unknown') AS unknown, "
         "count(*) FILTER (WHERE v.status = 'paused') AS paused, "
         "count(*) FILTER (WHERE v.status = 'pending') AS pending, "
         "max(s.last_ts) AS checked_at " CHECK_FROM "WHERE c.tenant_id = $1",
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

bool check_list(struct tx *t, const struct check_filter *f, PGresult **out, struct err *e)
{
    bool down = f->sort == CHECK_SORT_BEST || f->sort == CHECK_SORT_NAME_DOWN;
    const struct arg args[] = {
        INT8(f->fetch),
        TEXT(f->q ? f->q : ""),
        TEXT(f->status ? f->status : "down degraded unknown up paused pending"),
        TEXT(f->type ? f->type : ""),
        TEXT(f->type ? f->type : "~"),
        TEXT(f->after ? f->key
             : down   ? "\U0010ffff"
                      : ""),
        INT8(f->after ? f->id
             : down   ? INT64_MAX
                      : 0),
        INT8(f->host_id),
    };

    return tx_run(t, &lists[f->sort][f->host_id != 0], args, sizeof args / sizeof *args, out, e);
}

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
