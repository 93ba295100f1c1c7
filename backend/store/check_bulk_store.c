/* Many checks at once: one statement each, whatever the number. */
#include "store/check_bulk_store.h"

static const struct stmt LOCK =
    STMT("check_bulk_lock",
         "SELECT c.id, (SELECT jsonb_object_agg(o.key, o.value) FROM jsonb_each("
         "jsonb_build_object('enabled', c.enabled, 'interval_s', c.interval_s, "
         "'timeout_ms', c.timeout_ms, 'retries', c.retries)) o WHERE i.item ? o.key) AS before "
         "FROM jsonb_array_elements($2) AS i (item) "
         "JOIN host_check c ON c.tenant_id = $1 AND c.id = (i.item->>'id')::bigint "
         "ORDER BY c.id FOR UPDATE OF c",
         1);

static const struct stmt CHANGE =
    STMT("check_bulk_change",
         "UPDATE host_check c SET enabled = coalesce((i.item->>'enabled')::boolean, c.enabled), "
         "interval_s = coalesce((i.item->>'interval_s')::int, c.interval_s), "
         "timeout_ms = coalesce((i.item->>'timeout_ms')::int, c.timeout_ms), "
         "retries = coalesce((i.item->>'retries')::int, c.retries) "
         "FROM jsonb_array_elements($2) AS i (item) "
         "WHERE c.tenant_id = $1 AND c.id = (i.item->>'id')::bigint",
         1);

static const struct stmt HOLD =
    STMT("check_bulk_hold",
         "SELECT id, name, type FROM host_check WHERE tenant_id = $1 AND id = ANY ($2) "
         "ORDER BY id FOR UPDATE",
         1);

static const struct stmt REMOVE =
    STMT("check_bulk_remove", "DELETE FROM host_check WHERE tenant_id = $1 AND id = ANY ($2)", 1);

static const struct stmt RUN =
    STMT("check_bulk_run",
         "INSERT INTO job (tenant_id, kind, payload) SELECT $1, 'check_run', "
         "jsonb_build_object('check_id', c.id) FROM unnest($2) AS c (id) ORDER BY c.id "
         "RETURNING (payload->>'check_id')::bigint AS id, id AS run_id",
         1);

bool check_bulk_lock(struct tx *t, const char *items, PGresult **out, struct err *e)
{
    return tx_run(t, &LOCK, ARGS(JSONB(items)), out, e);
}

bool check_bulk_change(struct tx *t, const char *items, struct err *e)
{
    return tx_run(t, &CHANGE, ARGS(JSONB(items)), NULL, e);
}

bool check_bulk_hold(struct tx *t, const int64_t *ids, size_t n, struct arena *mem, PGresult **out,
                     struct err *e)
{
    struct arg list;

    return arg_int8s(mem, ids, n, &list, e) && tx_run(t, &HOLD, ARGS(list), out, e);
}

bool check_bulk_remove(struct tx *t, const int64_t *ids, size_t n, struct arena *mem, struct err *e)
{
    struct arg list;

    return arg_int8s(mem, ids, n, &list, e) && tx_run(t, &REMOVE, ARGS(list), NULL, e);
}

bool check_bulk_run(struct tx *t, const int64_t *ids, size_t n, struct arena *mem, PGresult **out,
                    struct err *e)
{
    struct arg list;

    return arg_int8s(mem, ids, n, &list, e) && tx_run(t, &RUN, ARGS(list), out, e);
}
