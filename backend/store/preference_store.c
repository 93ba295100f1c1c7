/* Rows of table preference. */
#include "store/preference_store.h"

static const struct stmt GET = STMT(
    "preference_get", "SELECT data FROM preference WHERE tenant_id = $1 AND account_id = $2", 1);

/* Merged in the statement itself: of two that come at once, neither undoes the other. */
static const struct stmt PUT =
    STMT("preference_put",
         "INSERT INTO preference AS p (tenant_id, account_id, data) "
         "VALUES ($1, $2, preference_merge('{}', $3)) ON CONFLICT (tenant_id, account_id) "
         "DO UPDATE SET data = preference_merge(p.data, $3)",
         2);

bool preference_get(struct tx *t, int64_t account, PGresult **out, struct err *e)
{
    return tx_run(t, &GET, ARGS(INT8(account)), out, e);
}

bool preference_put(struct tx *t, int64_t account, const char *json, struct err *e)
{
    return tx_run(t, &PUT, ARGS(INT8(account), JSONB(json)), NULL, e);
}
