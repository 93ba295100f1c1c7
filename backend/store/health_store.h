/* How the parts of an installation do, as far as the database knows. All tenants; by functions of
 * the schema. Columns are named as in GET /system/health. */
#pragma once
#include "base/err.h"
#include "store/tx.h"

/* One row: size_bytes, connections, max_connections, started_at, growth_bytes_a_day (null before a
 * day was measured), ahead_s (how far the newest sign of life lies in the future; null or negative:
 * it does not). */
extern const struct stmt health_server;
/* role, alive, since (of those alive, the first), last_seen_at, listeners (all of those alive; null
 * unless they say). One row a role that was there within the hour. */
extern const struct stmt health_roles;
/* One row of all checkers alive: checks, rate_per_s, lag_p50_ms, lag_p99_ms, lag_max_ms, missed,
 * overdue, capacity_per_s, used_percent, shards. Times are those of the slowest. A figure that not
 * all of them report is null. */
extern const struct stmt health_engine;
/* instance, alive, shards, checks, rate_per_s, lag_p99_ms, used_percent, last_seen_at. */
extern const struct stmt health_checkers;
