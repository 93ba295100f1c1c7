/* What every statement that shows checks selects: check c, its host h, its state s, and v, what
 * they make of its status. Only for check_store.c and check_list_store.c. */
#pragma once

#define CHECK_STATUS                                                       \
    "CROSS JOIN LATERAL (SELECT CASE WHEN NOT c.enabled OR NOT h.enabled " \
    "THEN 'paused' ELSE coalesce(s.status, 'pending') END AS status) v "
#define CHECK_FROM                                                                     \
    "FROM host_check c JOIN host h ON h.tenant_id = c.tenant_id AND h.id = c.host_id " \
    "LEFT JOIN check_state s ON s.tenant_id = c.tenant_id AND s.check_id = c.id " CHECK_STATUS
#define CHECK_COLUMNS                                                                          \
    "c.id, c.host_id, h.name AS host_name, c.type, c.name, c.interval_s, c.timeout_ms, "       \
    "c.retries, c.params, c.enabled, v.status, s.reason, coalesce(s.message, '') AS message, " \
    "s.since, s.last_ts, s.latency_ms, c.created_at, c.updated_at"
/* The letters of the last 30 samples, oldest first: as the function sample_strip says it, but
 * planned once for a whole list. */
#define CHECK_STRIP                                                                                \
    "array_to_json(string_to_array((SELECT coalesce(right(string_agg(n.letters, '' "               \
    "ORDER BY n.at, n.turn), 30), '') FROM (SELECT t.at, t.letters, 1 AS turn FROM ("              \
    "SELECT DISTINCT ON (at) b.slots[i] AS at, substr(b.letters, i, 1) AS letters "                \
    "FROM sample_batch b CROSS JOIN LATERAL unnest(array_positions(b.checks, c.id)) AS place (i) " \
    "WHERE b.tenant_id = $1 AND b.shard = (c.id % 64)::smallint ORDER BY 1, b.id DESC, i DESC) t " \
    "UNION ALL (SELECT m.span_start, m.letters, 0 FROM sample m WHERE m.tenant_id = $1 "           \
    "AND m.check_id = c.id ORDER BY m.span_start DESC LIMIT 30)) n), NULL)) AS strip"

_Static_assert(sizeof CHECK_COLUMNS > 1, "a text");
