/* Rows of table worker, by functions of the schema. */
#include "store/worker_store.h"

static const struct stmt BEAT = STMT_SYSTEM("worker_beat", "SELECT worker_beat($1, $2, $3, $4)", 4);
static const struct stmt LEAVE = STMT_SYSTEM("worker_leave", "SELECT worker_leave($1)", 1);
static const struct stmt DROP = STMT_SYSTEM("worker_drop", "SELECT worker_drop()", 0);
const struct stmt worker_list = STMT_SYSTEM(
    "worker_list",
    "SELECT role, instance, started_at, last_seen_at, alive, stats FROM worker_list()", 0);

bool worker_beat_ask(struct db *d, const struct worker_self *w, const char *stats, struct err *e)
{
    return later_send(d, TENANT_NONE, &BEAT,
                      ARGS(TEXT(w->instance), TEXT(w->role), TIME(w->started_us), JSONB(stats)), e);
}

bool worker_leave(struct db *d, const struct worker_self *w, struct err *e)
{
    return tx_once(d, TENANT_NONE, &LEAVE, ARGS(TEXT(w->instance)), NULL, e);
}

bool worker_drop(struct db *d, int *dropped, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_once(d, TENANT_NONE, &DROP, NO_ARGS, &r, e))
        return false;
    *dropped = (int)row_int(r, 0, 0);
    return true;
}
