/* Reading samples out of their arrays. */
#include "store/sample_store.h"

#define STATUS_OF                                                                     \
    "CASE s.letter WHEN 'u' THEN 'up' WHEN 'g' THEN 'degraded' WHEN 'd' THEN 'down' " \
    "ELSE 'unknown' END AS status"

static const struct stmt RANGE =
    STMT("sample_range",
         "SELECT s.slot AS ts, " STATUS_OF ", s.latency_ms FROM host_check c "
         "CROSS JOIN LATERAL sample_read(c.tenant_id, c.id, $3, $4) s "
         "WHERE c.tenant_id = $1 AND c.id = $2 ORDER BY ts LIMIT $5",
         4);

/* A failing result says what the newest text of its status said; good ones say nothing. */
const struct stmt sample_results =
    STMT("sample_results",
         "SELECT r.ts, r.status, said.reason, r.latency_ms, coalesce(said.message, '') AS message, "
         "NULL::float8 AS anomaly_score, NULL::jsonb AS details FROM ("
         "SELECT s.slot AS ts, " STATUS_OF ", s.latency_ms::float8 AS latency_ms "
         "FROM sample_read($1, $2, $3, $4) s ORDER BY ts DESC LIMIT $5) r "
         "LEFT JOIN LATERAL (SELECT v.reason, v.message FROM check_event v "
         "WHERE v.tenant_id = $1 AND v.check_id = $2 AND r.status <> 'up' AND v.ts <= r.ts "
         "AND v.to_status = r.status ORDER BY v.ts DESC LIMIT 1) said ON true "
         "ORDER BY r.ts",
         4);

bool sample_range(struct tx *t, int64_t check_id, int64_t from_us, int64_t to_us, size_t most,
                  struct arena *mem, struct sample **out, size_t *n, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &RANGE,
                ARGS(INT8(check_id), TIME(from_us), TIME(to_us), INT8((int64_t)most + 1)), &r, e))
        return false;
    size_t rows = (size_t)PQntuples(r);
    if (rows > most)
        return err_set(e, ERR_LIMIT, "more than %zu samples; ask for a shorter time", most);
    struct sample *list = arena_array(mem, rows ? rows : 1, sizeof *list, e);
    if (!list)
        return false;
    for (size_t i = 0; i < rows; i++) {
        int row = (int)i;
        list[i] =
            (struct sample){.at_us = row_time_us(r, row, 0), .latency_ms = row_double(r, row, 2)};
        if (!status_parse(str_of(row_text(r, row, 1)), &list[i].status))
            return err_set(e, ERR_INTERNAL, "a sample of check %lld has no status",
                           (long long)check_id);
    }
    *out = list;
    *n = rows;
    return true;
}
