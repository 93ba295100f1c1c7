/* Single hosts and their labels. Lists: host_list_store.c. */
#include "store/host_store.h"

#include <stdio.h>

#include "store/host_columns.h"

static const struct stmt SHOW =
    STMT("host_show",
         "SELECT " HOST_COLUMNS ", h.version AS revision FROM host h "
         "JOIN host_state s ON s.tenant_id = h.tenant_id AND s.host_id = h.id " HOST_LAST
         "WHERE h.tenant_id = $1 AND h.id = $2",
         1);

static const struct stmt LOCK =
    STMT("host_lock",
         "SELECT version, name FROM host WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE", 1);

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
