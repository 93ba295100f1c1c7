/* Answers kept for a repeated Idempotency-Key. Invariant: two requests with one key never work at
 * the same time, so the second sees what the first committed. */
#include "store/idempotency_store.h"

#include <string.h>

#include "store/row.h"

static const struct stmt LOCK =
    STMT("idempotency_lock",
         "SELECT pg_advisory_xact_lock(hashtextextended($2 || ' ' || $3::text || ' ' || $4, "
         "tenant_id)) FROM tenant WHERE tenant_id = $1",
         3);

static const struct stmt FIND =
    STMT("idempotency_find",
         "SELECT status, body, request_hash FROM idempotency WHERE tenant_id = $1 "
         "AND actor_kind = $2 AND actor_id = $3 AND key = $4 "
         "AND created_at > tocsin_now() - interval '24 hours'",
         3);

static const struct stmt KEEP = STMT(
    "idempotency_keep",
    "WITH old AS (DELETE FROM idempotency WHERE tenant_id = $1 "
    "AND created_at <= tocsin_now() - interval '24 hours' "
    "AND NOT (actor_kind = $2 AND actor_id = $3 AND key = $4)) "
    "INSERT INTO idempotency (tenant_id, actor_kind, actor_id, key, request_hash, status, body) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7) "
    "ON CONFLICT (tenant_id, actor_kind, actor_id, key) DO UPDATE "
    "SET request_hash = excluded.request_hash, status = excluded.status, "
    "body = excluded.body, created_at = excluded.created_at",
    6);

bool idempotency_find(struct tx *t, const struct idempotency *i, struct arena *mem,
                      struct idempotency_answer *out, struct err *e)
{
    AUTO_RES r = NULL;
    uint8_t asked[IDEMPOTENCY_HASH];

    *out = (struct idempotency_answer){0};
    if (!tx_run(t, &LOCK, ARGS(TEXT(i->actor_kind), INT8(i->actor_id), TEXT(i->key)), NULL, e) ||
        !tx_run(t, &FIND, ARGS(TEXT(i->actor_kind), INT8(i->actor_id), TEXT(i->key)), &r, e))
        return false;
    if (PQntuples(r) == 0)
        return true;
    if (!row_bytes(r, 0, 2, asked, sizeof asked, e))
        return false;
    out->found = true;
    out->same_request = memcmp(asked, i->asked, sizeof asked) == 0;
    out->status = (int)row_int(r, 0, 0);
    out->body = arena_str(mem, str_of(row_text(r, 0, 1)), e);
    return out->body != NULL;
}

bool idempotency_keep(struct tx *t, const struct idempotency *i, int status, const char *body,
                      struct err *e)
{
    return tx_run(t, &KEEP,
                  ARGS(TEXT(i->actor_kind), INT8(i->actor_id), TEXT(i->key),
                       BYTES(i->asked, sizeof i->asked), INT4(status), TEXT(body)),
                  NULL, e);
}
