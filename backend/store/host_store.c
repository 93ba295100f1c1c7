/* Hosts and their labels. Lists: one constant statement for each order and each filter that has an
 * index of its own; filters that only narrow what is read anyway take a neutral value instead. */
#include "store/host_store.h"

#include <stdio.h>

/* States of hosts' enabled checks, and what they make of each host. Counted once for all of the
 * hosts that `narrow` leaves, not host by host. */
#define HOST_STATE(narrow)                                                                   \
    "LEFT JOIN (SELECT c.host_id, count(*) AS total, "                                       \
    "count(*) FILTER (WHERE c.enabled AND s.status = 'up') AS up, "                          \
    "count(*) FILTER (WHERE c.enabled AND s.status = 'degraded') AS degraded, "              \
    "count(*) FILTER (WHERE c.enabled AND s.status = 'down') AS down, "                      \
    "count(*) FILTER (WHERE c.enabled AND s.status = 'unknown') AS unknown, "                \
    "count(*) FILTER (WHERE c.enabled) AS enabled, max(s.last_ts) AS last_ts "               \
    "FROM host_check c LEFT JOIN check_state s "                                             \
    "ON s.tenant_id = c.tenant_id AND s.check_id = c.id "                                    \
    "WHERE c.tenant_id = $1 " narrow "GROUP BY c.host_id) n ON n.host_id = h.id "            \
    "CROSS JOIN LATERAL (SELECT CASE WHEN NOT h.enabled OR (n.total > 0 AND n.enabled = 0) " \
    "THEN 'paused' WHEN n.down > 0 THEN 'down' WHEN n.degraded > 0 THEN 'degraded' "         \
    "WHEN n.up > 0 AND n.unknown = 0 THEN 'up' ELSE 'unknown' END AS status) v "

#define HOST_COLUMNS                                                                           \
    "h.id, h.name, h.address, h.host_group AS \"group\", "                                     \
    "h.labels, h.enabled, h.criticality, h.sla_tier, h.cost_per_hour_down, v.status, "         \
    "coalesce(n.total, 0) AS \"checks.total\", coalesce(n.up, 0) AS \"checks.up\", "           \
    "coalesce(n.degraded, 0) AS \"checks.degraded\", coalesce(n.down, 0) AS \"checks.down\", " \
    "coalesce(n.unknown, 0) AS \"checks.unknown\", "                                           \
    "n.last_ts AS last_checked_at, h.created_at, h.updated_at "

#define BY_STATUS                                                                           \
    "(CASE v.status WHEN 'down' THEN '0' WHEN 'degraded' THEN '1' WHEN 'unknown' THEN '2' " \
    "WHEN 'up' THEN '3' ELSE '4' END || lower(h.name))"
#define BY_NAME    "lower(h.name)"
#define BY_CREATED "h.created_at"
#define AS_TEXT    "$5"
#define AS_TIME    "$5::timestamptz"

#define LIST(name_, by, as, cmp, dir, variant, narrow)                                        \
    STMT("host_list_" name_ variant,                                                          \
         "SELECT " HOST_COLUMNS ", " by " AS page_key, h.id AS page_id "                      \
         "FROM host h " HOST_STATE("") "WHERE h.tenant_id = $1 " narrow                       \
                                       "AND (strpos(lower(h.name), lower($3)) > 0 OR "        \
                                       "strpos(lower(h.address), lower($3)) > 0) "            \
                                       "AND strpos($4, v.status) > 0 AND (" by ", h.id) " cmp \
                                       " (" as ", $6) "                                       \
                                       "ORDER BY " by " " dir ", h.id " dir " LIMIT $2",      \
         8)

#define IN_GROUP "AND h.host_group = $7 "
#define HAS_LABEL \
    "AND h.id IN (SELECT l.host_id FROM label l WHERE l.tenant_id = $1 AND l.name = $8) "
#define LABEL_IS                                                                         \
    "AND h.id IN (SELECT l.host_id FROM label l WHERE l.tenant_id = $1 AND l.name = $8 " \
    "AND l.value = $9) "
#define VARIANTS(name_, by, as, cmp, dir)                                                         \
    {                                                                                             \
        LIST(name_, by, as, cmp, dir, "", ""), LIST(name_, by, as, cmp, dir, "_group", IN_GROUP), \
            LIST(name_, by, as, cmp, dir, "_has", HAS_LABEL),                                     \
            LIST(name_, by, as, cmp, dir, "_group_has", IN_GROUP HAS_LABEL),                      \
            LIST(name_, by, as, cmp, dir, "_label", LABEL_IS),                                    \
            LIST(name_, by, as, cmp, dir, "_group_label", IN_GROUP LABEL_IS)                      \
    }

/* Where an order begins: before every row. */
static const struct {
    const char *key;
    int64_t id;
} start[HOST_SORT__COUNT] = {
    [HOST_SORT_STATUS] = {"", 0},
    [HOST_SORT_BEST] = {"\U0010ffff", INT64_MAX},
    [HOST_SORT_NAME] = {"", 0},
    [HOST_SORT_NAME_DOWN] = {"\U0010ffff", INT64_MAX},
    [HOST_SORT_CREATED] = {"-infinity", 0},
    [HOST_SORT_CREATED_DOWN] = {"infinity", INT64_MAX},
};
static const struct stmt lists[HOST_SORT__COUNT][6] = {
    [HOST_SORT_STATUS] = VARIANTS("worst", BY_STATUS, AS_TEXT, ">", "ASC"),
    [HOST_SORT_BEST] = VARIANTS("best", BY_STATUS, AS_TEXT, "<", "DESC"),
    [HOST_SORT_NAME] = VARIANTS("name", BY_NAME, AS_TEXT, ">", "ASC"),
    [HOST_SORT_NAME_DOWN] = VARIANTS("name_down", BY_NAME, AS_TEXT, "<", "DESC"),
    [HOST_SORT_CREATED] = VARIANTS("created", BY_CREATED, AS_TIME, ">", "ASC"),
    [HOST_SORT_CREATED_DOWN] = VARIANTS("created_down", BY_CREATED, AS_TIME, "<", "DESC"),
};

static const struct stmt SHOW =
    STMT("host_show",
         "SELECT " HOST_COLUMNS ", h.version AS revision FROM host h " HOST_STATE(
             "AND c.host_id = $2 ") "WHERE h.tenant_id = $1 AND h.id = $2",
         1);

static const struct stmt LOCK = STMT(
    "host_lock", "SELECT version, name FROM host WHERE tenant_id = $1 AND id = $2 FOR UPDATE", 1);

static const struct stmt ADD = STMT(
    "host_add",
    "INSERT INTO host (tenant_id, name, address, host_group, labels, enabled, criticality, "
    "sla_tier, cost_per_hour_down) SELECT t.tenant_id, $2->>'name', $2->>'address', $2->>'group', "
    "coalesce($2->'labels', '{}'), "
    "($2->>'enabled')::boolean, $2->>'criticality', $2->>'sla_tier', "
    "($2->>'cost_per_hour_down')::numeric FROM tenant t WHERE t.tenant_id = $1 RETURNING id",
    1);

static const struct stmt CHANGE =
    STMT("host_change",
         "UPDATE host SET name = coalesce($3->>'name', name), "
         "address = coalesce($3->>'address', address), "
         "labels = coalesce($3->'labels', labels), "
         "enabled = coalesce(($3->>'enabled')::boolean, enabled), "
         "criticality = coalesce($3->>'criticality', criticality), "
         "host_group = CASE WHEN $3 ? 'group' THEN $3->>'group' ELSE host_group END, "
         "sla_tier = CASE WHEN $3 ? 'sla_tier' THEN $3->>'sla_tier' ELSE sla_tier END, "
         "cost_per_hour_down = CASE WHEN $3 ? 'cost_per_hour_down' "
         "THEN ($3->>'cost_per_hour_down')::numeric ELSE cost_per_hour_down END "
         "WHERE tenant_id = $1 AND id = $2",
         2);

static const struct stmt REMOVE =
    STMT("host_remove", "DELETE FROM host WHERE tenant_id = $1 AND id = $2", 1);

static const struct stmt TIMELINE =
    STMT("host_timeline",
         "SELECT v.ts, v.check_id, c.name AS check_name, c.type, v.from_status AS \"from\", "
         "v.to_status AS \"to\", v.reason, v.message, v.ts AS page_key, v.id AS page_id "
         "FROM check_event v JOIN host_check c ON c.tenant_id = v.tenant_id AND c.id = v.check_id "
         "WHERE v.tenant_id = $1 AND c.host_id = $2 AND (v.ts, v.id) < ($4::timestamptz, $5) "
         "ORDER BY v.ts DESC, v.id DESC LIMIT $3",
         4);

static const struct stmt COUNTS =
    STMT("host_counts",
         "SELECT count(*) AS total, count(*) FILTER (WHERE v.status = 'up') AS up, "
         "count(*) FILTER (WHERE v.status = 'degraded') AS degraded, "
         "count(*) FILTER (WHERE v.status = 'down') AS down, "
         "count(*) FILTER (WHERE v.status = 'unknown') AS unknown, "
         "count(*) FILTER (WHERE v.status = 'paused') AS paused "
         "FROM host h " HOST_STATE("") "WHERE h.tenant_id = $1",
         0);

bool host_counts(struct tx *t, PGresult **out, struct err *e)
{
    return tx_run(t, &COUNTS, NO_ARGS, out, e);
}

bool host_list(struct tx *t, const struct host_filter *f, PGresult **out, struct err *e)
{
    int variant = (f->group ? 1 : 0) + (f->label_value ? 4 : f->label_name ? 2 : 0);
    const struct arg args[] = {
        INT8(f->fetch),
        TEXT(f->q ? f->q : ""),
        TEXT(f->status ? f->status : "down degraded unknown up paused"),
        TEXT(f->after ? f->key : start[f->sort].key),
        INT8(f->after ? f->id : start[f->sort].id),
        TEXT(f->group),
        TEXT(f->label_name),
        TEXT(f->label_value),
    };

    return tx_run(t, &lists[f->sort][variant], args, sizeof args / sizeof *args, out, e);
}

bool host_show(struct tx *t, int64_t id, PGresult **out, struct err *e)
{
    return tx_run(t, &SHOW, ARGS(INT8(id)), out, e);
}

bool host_lock(struct tx *t, int64_t id, struct host_lock *out, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &LOCK, ARGS(INT8(id)), &r, e))
        return false;
    if (PQntuples(r) == 0)
        return err_set(e, ERR_NOT_FOUND, "host %lld", (long long)id);
    out->revision = row_int(r, 0, 0);
    snprintf(out->name, sizeof out->name, "%s", row_text(r, 0, 1));
    return true;
}

bool host_add(struct tx *t, const char *json, int64_t *id, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &ADD, ARGS(JSONB(json)), &r, e))
        return false;
    if (PQntuples(r) != 1)
        return err_set(e, ERR_INTERNAL, "a host was not inserted");
    *id = row_int(r, 0, 0);
    return true;
}

bool host_change(struct tx *t, int64_t id, const char *json, struct err *e)
{
    return tx_run(t, &CHANGE, ARGS(INT8(id), JSONB(json)), NULL, e);
}

bool host_remove(struct tx *t, int64_t id, struct err *e)
{
    return tx_run(t, &REMOVE, ARGS(INT8(id)), NULL, e);
}

bool host_timeline(struct tx *t, int64_t id, int64_t fetch, bool after, const char *key,
                   int64_t below, PGresult **out, struct err *e)
{
    return tx_run(t, &TIMELINE,
                  ARGS(INT8(id), INT8(fetch), TEXT(after ? key : "infinity"),
                       INT8(after ? below : INT64_MAX)),
                  out, e);
}
