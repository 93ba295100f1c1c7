/* What every statement that shows checks selects: check c, its host h, its state s, and v, what
 * they make of its status. Only for check_store.c and check_list_store.c. */
#pragma once

#define CHECK_FROM                                                                     \
    "FROM host_check c JOIN host h ON h.tenant_id = c.tenant_id AND h.id = c.host_id " \
    "LEFT JOIN check_state s ON s.tenant_id = c.tenant_id AND s.check_id = c.id "      \
    "CROSS JOIN LATERAL (SELECT CASE WHEN NOT c.enabled OR NOT h.enabled "             \
    "THEN 'paused' ELSE coalesce(s.status, 'pending') END AS status) v "
#define CHECK_COLUMNS                                                                          \
    "c.id, c.host_id, h.name AS host_name, c.type, c.name, c.interval_s, c.timeout_ms, "       \
    "c.retries, c.params, c.enabled, v.status, s.reason, coalesce(s.message, '') AS message, " \
    "s.since, s.last_ts, s.latency_ms, c.created_at, c.updated_at"
/* Of c, which may be any row with the check's tenant_id and id. */
#define CHECK_STRIP "array_to_json(string_to_array(sample_strip($1, c.id, 30), NULL)) AS strip"

_Static_assert(sizeof CHECK_COLUMNS > 1, "a text");
