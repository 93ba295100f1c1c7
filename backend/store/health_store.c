/* Figures of workers stand in their own words, `stats`: read here by name, null where absent. */
#include "store/health_store.h"

/* Columns, each with the comma behind it. */
#define COUNT(name)  "(w.stats->>'" name "')::float8::bigint AS " name ", "
#define FIGURE(name) "(w.stats->>'" name "')::float8 AS " name ", "
#define TOLD(name)   "CASE WHEN count(w.stats->>'" name "') = count(*) THEN "
#define SUM(name)    TOLD(name) "sum((w.stats->>'" name "')::float8) END AS " name ", "
#define TOTAL(name)  TOLD(name) "sum((w.stats->>'" name "')::float8)::bigint END AS " name ", "
#define MOST(name)   TOLD(name) "max((w.stats->>'" name "')::float8) END AS " name ", "

const struct stmt health_server = STMT_SYSTEM(
    "health_server",
    "SELECT pg_database_size(current_database()) AS size_bytes, "
    "(SELECT sum(d.numbackends) FROM pg_stat_database d) AS connections, "
    "current_setting('max_connections')::int AS max_connections, "
    "pg_postmaster_start_time() AS started_at, size_growth() AS growth_bytes_a_day, "
    "(SELECT extract(epoch FROM max(w.last_seen_at) - tocsin_now())::float8 FROM worker_list() w) "
    "AS ahead_s",
    0);

const struct stmt health_roles = STMT_SYSTEM(
    "health_roles",
    "SELECT w.role, count(*) FILTER (WHERE w.alive) AS alive, "
    "min(w.started_at) FILTER (WHERE w.alive) AS since, max(w.last_seen_at) AS last_seen_at, "
    "sum((w.stats->>'listeners')::bigint) FILTER (WHERE w.alive) AS listeners "
    "FROM worker_list() w GROUP BY w.role ORDER BY w.role",
    0);

#define ENGINE_COUNTS   TOTAL("checks") TOTAL("missed") TOTAL("overdue") TOTAL("shards")
#define ENGINE_LAG      MOST("lag_p50_ms") MOST("lag_p99_ms") MOST("lag_max_ms")
#define ENGINE_CAPACITY SUM("rate_per_s") SUM("capacity_per_s") MOST("used_percent")
const struct stmt health_engine =
    STMT_SYSTEM("health_engine",
                "SELECT " ENGINE_COUNTS ENGINE_LAG ENGINE_CAPACITY "count(*) AS alive "
                "FROM worker_list() w WHERE w.role = 'checker' AND w.alive",
                0);

#define CHECKER_COUNTS  COUNT("shards") COUNT("checks")
#define CHECKER_FIGURES FIGURE("rate_per_s") FIGURE("lag_p99_ms") FIGURE("used_percent")
const struct stmt health_checkers =
    STMT_SYSTEM("health_checkers",
                "SELECT " CHECKER_COUNTS CHECKER_FIGURES "w.instance, w.alive, w.last_seen_at "
                "FROM worker_list() w WHERE w.role = 'checker' ORDER BY w.started_at",
                0);
