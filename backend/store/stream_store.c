/* Statements of the stream. */
#include "store/stream_store.h"

#include "base/clock.h"

static const struct stmt WHO =
    STMT_SYSTEM("stream_who",
                "SELECT turn, account, role, permissions, scopes, platform, active "
                "FROM stream_who($1, $2, $3, $4, $5) ORDER BY turn",
                5);

static const struct stmt THINGS =
    STMT("stream_things",
         "SELECT 'h', h.id, h.id FROM host h WHERE h.tenant_id = $1 AND h.id = ANY ($2) "
         "UNION ALL SELECT 'c', c.id, c.host_id FROM host_check c WHERE c.tenant_id = $1 AND c.id "
         "IN (SELECT unnest($3::bigint[]) UNION SELECT o.id FROM host_check o WHERE "
         "o.tenant_id = $1 AND o.host_id = ANY ($2)) "
         "UNION ALL SELECT 'r', j.id, 0 FROM job j WHERE j.tenant_id = $1 AND j.id = ANY ($4)",
         3);

#define BY_IDS "n.id = ANY ($2::bigint[])"
#define SINCE  "n.at >= $2::timestamptz"
#define FIRST  "ORDER BY 1 LIMIT 1001"

#define HOSTS(name_, which)                                                                    \
    STMT("stream_hosts_" name_,                                                                \
         "SELECT m.id, m.edited, CASE WHEN h.id IS NULL THEN NULL WHEN NOT h.enabled OR "      \
         "(k.total > 0 AND k.enabled = 0) THEN 'paused' WHEN k.down > 0 THEN 'down' WHEN "     \
         "k.degraded > 0 THEN 'degraded' WHEN k.up > 0 AND k.unknown = 0 THEN 'up' ELSE "      \
         "'unknown' END, k.total, k.up, k.degraded, k.down, k.unknown, k.last_ts "             \
         "FROM (SELECT u.id, bool_or(u.edited) AS edited FROM (SELECT unnest(n.hosts) AS id, " \
         "n.kind = 'host' AS edited FROM notice n WHERE n.tenant_id = $1 AND " which           \
         ") u GROUP BY u.id " FIRST ") m "                                                     \
         "LEFT JOIN host h ON h.tenant_id = $1 AND h.id = m.id "                               \
         "CROSS JOIN LATERAL (SELECT count(*) AS total, count(*) FILTER (WHERE c.enabled) AS " \
         "enabled, count(*) FILTER (WHERE c.enabled AND s.status = 'up') AS up, "              \
         "count(*) FILTER (WHERE c.enabled AND s.status = 'degraded') AS degraded, "           \
         "count(*) FILTER (WHERE c.enabled AND s.status = 'down') AS down, "                   \
         "count(*) FILTER (WHERE c.enabled AND s.status = 'unknown') AS unknown, "             \
         "max(s.last_ts) AS last_ts FROM host_check c LEFT JOIN check_state s ON "             \
         "s.tenant_id = c.tenant_id AND s.check_id = c.id WHERE c.tenant_id = $1 AND "         \
         "c.host_id = m.id) k",                                                                \
         1)

/* An edited host changes what is shown of its checks: their state when it is paused, its name. */
#define CHECKS(name_, which)                                                                      \
    STMT("stream_checks_" name_,                                                                  \
         "SELECT m.id, m.edited, c.host_id, CASE WHEN NOT c.enabled OR NOT h.enabled THEN "       \
         "'paused' ELSE coalesce(s.status, 'pending') END, s.reason, coalesce(s.message, ''), "   \
         "s.since, s.last_ts, s.latency_ms "                                                      \
         "FROM (SELECT u.id, bool_or(u.edited) AS edited FROM ("                                  \
         "SELECT unnest(n.ids) AS id, n.kind = 'check' AS edited FROM notice n WHERE "            \
         "n.tenant_id = $1 AND n.kind IN ('check', 'state') AND " which                           \
         " UNION ALL SELECT x.check_id, false FROM notice n JOIN check_event x ON x.tenant_id = " \
         "n.tenant_id AND x.id = ANY (n.ids) WHERE n.tenant_id = $1 AND n.kind = 'event' "        \
         "AND " which                                                                             \
         " UNION ALL SELECT o.id, true FROM notice n JOIN host_check o ON o.tenant_id = "         \
         "n.tenant_id AND o.host_id = ANY (n.ids) WHERE n.tenant_id = $1 AND n.kind = 'host' "    \
         "AND " which ") u GROUP BY u.id " FIRST ") m "                                           \
         "LEFT JOIN host_check c ON c.tenant_id = $1 AND c.id = m.id "                            \
         "LEFT JOIN host h ON h.tenant_id = $1 AND h.id = c.host_id "                             \
         "LEFT JOIN check_state s ON s.tenant_id = $1 AND s.check_id = m.id",                     \
         1)

/* An event without a state to come from is a failure text alone, and no change. */
#define CHANGES(name_, which)                                                                     \
    STMT("stream_changes_" name_,                                                                 \
         "SELECT x.ts, x.check_id, c.name, c.type, x.from_status, x.to_status, x.reason, "        \
         "x.message, c.host_id, h.name FROM notice n JOIN check_event x ON x.tenant_id = "        \
         "n.tenant_id AND x.id = ANY (n.ids) JOIN host_check c ON c.tenant_id = x.tenant_id AND " \
         "c.id = x.check_id JOIN host h ON h.tenant_id = c.tenant_id AND h.id = c.host_id "       \
         "WHERE n.tenant_id = $1 AND n.kind = 'event' AND x.from_status <> x.to_status "          \
         "AND " which " " FIRST,                                                                  \
         1)

static const struct stmt notices[STREAM__KINDS][2] = {
    [STREAM_HOSTS] = {HOSTS("named", BY_IDS), HOSTS("since", SINCE)},
    [STREAM_CHECKS] = {CHECKS("named", BY_IDS), CHECKS("since", SINCE)},
    [STREAM_CHANGES] = {CHANGES("named", BY_IDS), CHANGES("since", SINCE)},
};

static const struct stmt RESULTS =
    STMT_SYSTEM("stream_results",
                "SELECT tenant_id, check_id, slot, letter, latency_ms FROM stream_results($1, $2, "
                "$3, $4::text[]::timestamptz[])",
                4);
static const struct stmt RUNS =
    STMT("stream_runs",
         "SELECT id, state, result, error FROM job WHERE tenant_id = $1 AND id = ANY ($2)", 1);
static const struct stmt SYSTEM =
    STMT_SYSTEM("stream_system",
                "SELECT j.queued, j.running, j.dead, w.checkers, w.keepers FROM job_counts() j "
                "CROSS JOIN (SELECT count(*) FILTER (WHERE role = 'checker') AS checkers, count(*) "
                "FILTER (WHERE role = 'keeper') AS keepers FROM worker_list() WHERE alive) w",
                0);

bool stream_who_ask(struct db *d, const struct stream_actor *list, size_t n, struct arena *mem,
                    struct err *e)
{
    int32_t *tenants = arena_array(mem, n + 1, sizeof *tenants, e);
    int64_t *sessions = arena_array(mem, n + 1, sizeof *sessions, e);
    int64_t *keys = arena_array(mem, n + 1, sizeof *keys, e);
    const char **digests = arena_array(mem, n + 1, sizeof *digests, e);
    const char **ips = arena_array(mem, n + 1, sizeof *ips, e);
    struct arg args[5];

    if (!tenants || !sessions || !keys || !digests || !ips)
        return false;
    for (size_t i = 0; i < n; i++) {
        tenants[i] = list[i].tenant;
        sessions[i] = list[i].session;
        keys[i] = list[i].key;
        digests[i] = list[i].digest;
        ips[i] = list[i].ip;
    }
    return arg_int4s(mem, tenants, n, &args[0], e) && arg_int8s(mem, sessions, n, &args[1], e) &&
           arg_int8s(mem, keys, n, &args[2], e) && arg_texts(mem, digests, n, &args[3], e) &&
           arg_texts(mem, ips, n, &args[4], e) && later_send(d, TENANT_NONE, &WHO, args, 5, e);
}

bool stream_things_ask(struct db *d, int32_t tenant, struct stream_ids hosts,
                       struct stream_ids checks, struct stream_ids runs, struct arena *mem,
                       struct err *e)
{
    struct arg args[3];

    return arg_int8s(mem, hosts.list, hosts.n, &args[0], e) &&
           arg_int8s(mem, checks.list, checks.n, &args[1], e) &&
           arg_int8s(mem, runs.list, runs.n, &args[2], e) &&
           later_send(d, tenant, &THINGS, args, 3, e);
}

bool stream_notices_ask(struct db *d, int32_t tenant, enum stream_kind kind,
                        const struct stream_notices *which, struct arena *mem, struct err *e)
{
    struct arg arg = TIME(which->since_us);

    if (which->ids.list && !arg_int8s(mem, which->ids.list, which->ids.n, &arg, e))
        return false;
    return later_send(d, tenant, &notices[kind][which->ids.list ? 0 : 1], &arg, 1, e);
}

bool stream_results_ask(struct db *d, const struct stream_watch *list, size_t n, int64_t since_us,
                        struct arena *mem, struct err *e)
{
    char text[CLOCK_TEXT];
    int32_t *tenants = arena_array(mem, n + 1, sizeof *tenants, e);
    int64_t *checks = arena_array(mem, n + 1, sizeof *checks, e);
    int64_t *after = arena_array(mem, n + 1, sizeof *after, e);
    const char **since = arena_array(mem, n + 1, sizeof *since, e);
    struct arg args[4];

    if (!tenants || !checks || !after || !since)
        return false;
    clock_rfc3339(since_us, text);
    for (size_t i = 0; i < n; i++) {
        tenants[i] = list[i].tenant;
        checks[i] = list[i].check;
        after[i] = list[i].after_us;
        since[i] = list[i].fresh ? NULL : text;
    }
    return arg_int4s(mem, tenants, n, &args[0], e) && arg_int8s(mem, checks, n, &args[1], e) &&
           arg_times(mem, after, n, &args[2], e) && arg_texts(mem, since, n, &args[3], e) &&
           later_send(d, TENANT_NONE, &RESULTS, args, 4, e);
}

bool stream_runs_ask(struct db *d, int32_t tenant, struct stream_ids ids, struct arena *mem,
                     struct err *e)
{
    struct arg arg;

    return arg_int8s(mem, ids.list, ids.n, &arg, e) && later_send(d, tenant, &RUNS, &arg, 1, e);
}

bool stream_system_ask(struct db *d, struct err *e)
{
    return later_send(d, TENANT_NONE, &SYSTEM, NO_ARGS, e);
}
