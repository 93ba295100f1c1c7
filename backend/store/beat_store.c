/* Heartbeats: one row per check, the newest report. */
#include "store/beat_store.h"

#include <math.h>

#include "store/tx.h"

static const struct stmt PUSH = STMT_SYSTEM("beat_push", "SELECT beat_push($1, $2, $3, $4)", 4);

bool beat_push(struct db *d, const uint8_t hash[32], bool up, const char *message, double ping_ms,
               struct err *e)
{
    AUTO_RES r = NULL;
    struct arg ping = isnan(ping_ms) ? SQL_NULL : FLOAT8(ping_ms);

    if (!tx_once(d, TENANT_NONE, &PUSH,
                 ARGS(BYTES(hash, 32), TEXT(up ? "up" : "down"), TEXT(message), ping), &r, e))
        return false;
    return row_bool(r, 0, 0) || err_set(e, ERR_NOT_FOUND, "no check listens to this address");
}
