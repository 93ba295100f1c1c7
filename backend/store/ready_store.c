/* Readiness as the database sees it. */
#include "store/ready_store.h"

#include "store/tx.h"

static const struct stmt READ =
    STMT_SYSTEM("ready_read",
                "SELECT to_regclass('public.idempotency') IS NOT NULL, "
                "coalesce(bool_or(w.role = 'checker' AND w.alive), false) FROM worker_list() w",
                0);

bool ready_read(struct db *d, struct ready *out, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_once(d, TENANT_NONE, &READ, NO_ARGS, &r, e))
        return false;
    out->schema = row_bool(r, 0, 0);
    out->checker = row_bool(r, 0, 1);
    return true;
}
