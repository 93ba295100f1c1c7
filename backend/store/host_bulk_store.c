/* Many hosts at once: one statement each, whatever the number. */
#include "store/host_bulk_store.h"

static const struct stmt LOCK =
    STMT("host_bulk_lock",
         "SELECT h.id, (SELECT jsonb_object_agg(o.key, o.value) FROM jsonb_each("
         "jsonb_build_object('enabled', h.enabled, 'group', h.host_group, 'labels', h.labels, "
         "'criticality', h.criticality, 'sla_tier', h.sla_tier)) o WHERE i.item ? o.key) AS before "
         "FROM jsonb_array_elements($2) AS i (item) "
         "JOIN host h ON h.tenant_id = $1 AND h.id = (i.item->>'id')::bigint "
         "ORDER BY h.id FOR UPDATE OF h",
         1);

static const struct stmt CHANGE =
    STMT("host_bulk_change",
         "UPDATE host h SET enabled = coalesce((i.item->>'enabled')::boolean, h.enabled), "
         "labels = coalesce(i.item->'labels', h.labels), "
         "criticality = coalesce(i.item->>'criticality', h.criticality), "
         "host_group = CASE WHEN i.item ? 'group' THEN i.item->>'group' ELSE h.host_group END, "
         "sla_tier = CASE WHEN i.item ? 'sla_tier' THEN i.item->>'sla_tier' ELSE h.sla_tier END "
         "FROM jsonb_array_elements($2) AS i (item) "
         "WHERE h.tenant_id = $1 AND h.id = (i.item->>'id')::bigint",
         1);

static const struct stmt HOLD = STMT(
    "host_bulk_hold",
    "SELECT id, name FROM host WHERE tenant_id = $1 AND id = ANY ($2) ORDER BY id FOR UPDATE", 1);

/* The order in which a checker's flush locks them too. */
static const struct stmt HOLD_CHECKS = STMT(
    "host_bulk_hold_checks",
    "SELECT FROM host_check WHERE tenant_id = $1 AND host_id = ANY ($2) ORDER BY id FOR UPDATE", 1);

/* Before the hosts, so that what counts checks counts once and not once a host. */
static const struct stmt REMOVE_CHECKS =
    STMT("host_bulk_remove_checks",
         "DELETE FROM host_check WHERE tenant_id = $1 AND host_id = ANY ($2)", 1);

static const struct stmt REMOVE =
    STMT("host_bulk_remove", "DELETE FROM host WHERE tenant_id = $1 AND id = ANY ($2)", 1);

bool host_bulk_lock(struct tx *t, const char *items, PGresult **out, struct err *e)
{
    return tx_run(t, &LOCK, ARGS(JSONB(items)), out, e);
}

bool host_bulk_change(struct tx *t, const char *items, struct err *e)
{
    return tx_run(t, &CHANGE, ARGS(JSONB(items)), NULL, e);
}

bool host_bulk_hold(struct tx *t, const int64_t *ids, size_t n, struct arena *mem, PGresult **out,
                    struct err *e)
{
    struct arg list;

    return arg_int8s(mem, ids, n, &list, e) && tx_run(t, &HOLD, ARGS(list), out, e) &&
           tx_run(t, &HOLD_CHECKS, ARGS(list), NULL, e);
}

bool host_bulk_remove(struct tx *t, const int64_t *ids, size_t n, struct arena *mem, struct err *e)
{
    struct arg list;

    return arg_int8s(mem, ids, n, &list, e) && tx_run(t, &REMOVE_CHECKS, ARGS(list), NULL, e) &&
           tx_run(t, &REMOVE, ARGS(list), NULL, e);
}
