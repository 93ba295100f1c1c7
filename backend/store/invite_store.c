/* Links that let a person in once. */
#include "store/invite_store.h"

static const struct stmt PUT =
    STMT("invite_put",
         "INSERT INTO invite_link (tenant_id, account_id, hash, expires_at) VALUES ($1, $2, $3, "
         "tocsin_now() + make_interval(secs => $4)) ON CONFLICT (tenant_id, account_id) DO UPDATE "
         "SET hash = EXCLUDED.hash, expires_at = EXCLUDED.expires_at RETURNING expires_at",
         3);
static const struct stmt FIND =
    STMT("invite_find",
         "SELECT account_id FROM invite_link WHERE tenant_id = $1 AND hash = $2 AND expires_at > "
         "tocsin_now()",
         1);
static const struct stmt USE =
    STMT("invite_use",
         "DELETE FROM invite_link WHERE tenant_id = $1 AND hash = $2 RETURNING account_id", 1);

bool invite_put(struct tx *t, int64_t account, const uint8_t hash[INVITE_HASH], int64_t *expires_us,
                struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &PUT, ARGS(INT8(account), BYTES(hash, INVITE_HASH), FLOAT8(INVITE_LIFE_S)), &r,
                e))
        return false;
    *expires_us = row_time_us(r, 0, 0);
    return true;
}

bool invite_find(struct tx *t, const uint8_t hash[INVITE_HASH], int64_t *account, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &FIND, ARGS(BYTES(hash, INVITE_HASH)), &r, e))
        return false;
    *account = PQntuples(r) == 1 ? row_int(r, 0, 0) : 0;
    return true;
}

bool invite_use(struct tx *t, const uint8_t hash[INVITE_HASH], bool *used, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &USE, ARGS(BYTES(hash, INVITE_HASH)), &r, e))
        return false;
    *used = PQntuples(r) == 1;
    return true;
}
