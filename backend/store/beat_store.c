/* Heartbeats: one row per check, the newest report. */
#include "store/beat_store.h"

#include <math.h>

static const struct stmt PUSH = STMT_SYSTEM("beat_push", "SELECT beat_push($1, $2, $3, $4)", 4);

static const struct stmt READ = STMT_SYSTEM(
    "beat_read",
    "SELECT tenant_id, check_id, at, age_ms, status, message, ping_ms FROM beat_read($1, $2)", 2);

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

bool beat_read_ask(struct db *d, const int32_t *tenants, const int64_t *checks, size_t n,
                   struct arena *mem, struct err *e)
{
    struct arg a[2];

    return arg_int4s(mem, tenants, n, &a[0], e) && arg_int8s(mem, checks, n, &a[1], e) &&
           later_send(d, TENANT_NONE, &READ, ARGS(a[0], a[1]), e);
}

void beat_read_answer(const PGresult *r, int i, struct beat *out)
{
    *out = (struct beat){.tenant = (int32_t)row_int(r, i, 0),
                         .check_id = row_int(r, i, 1),
                         .at_us = row_time_us(r, i, 2),
                         .age_ms = row_int(r, i, 3),
                         .up = str_is(str_of(row_text(r, i, 4)), "up"),
                         .message = row_text(r, i, 5),
                         .ping_ms = row_double(r, i, 6)};
}
