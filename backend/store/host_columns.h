/* What every statement that shows hosts selects: host h, its row s of host_state, and l, the newest
 * result of its checks. Only for host_store.c and host_list_store.c. */
#pragma once

#define HOST_STATUS "(ARRAY['down', 'degraded', 'unknown', 'up', 'paused'])[s.rank + 1] AS status"
#define HOST_COLUMNS                                                                           \
    "h.id, h.name, h.address, h.host_group AS \"group\", h.labels, h.enabled, h.criticality, " \
    "h.sla_tier, h.cost_per_hour_down, " HOST_STATUS ", s.total AS \"checks.total\", "         \
    "s.up AS \"checks.up\", s.degraded AS \"checks.degraded\", s.down AS \"checks.down\", "    \
    "s.unknown AS \"checks.unknown\", l.last_ts AS last_checked_at, h.created_at, h.updated_at"
#define HOST_LAST                                                             \
    "CROSS JOIN LATERAL (SELECT max(k.last_ts) AS last_ts FROM host_check c " \
    "JOIN check_state k ON k.tenant_id = c.tenant_id AND k.check_id = c.id "  \
    "WHERE c.tenant_id = $1 AND c.host_id = h.id) l "

_Static_assert(sizeof HOST_COLUMNS > 1, "a text");
