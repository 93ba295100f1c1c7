/* The processes of a single machine, in the order in which they start. */
#include "cli/service.h"

#include <linux/capability.h>
#include <signal.h>
#include <stddef.h>

#define API_POOL(pool)                                                                            \
    {                                                                                             \
        .name = "api-" pool, .what = "API, pool " pool, .stage = 2, .required = true,             \
        .user = "tocsin-api",                                                                     \
        .program = "tocsin-api", .args = {"--config", "@CONFIG@", "--pool",                       \
                                          pool,       "--listen", "@VAR@/run/api/" pool ".sock"}, \
        .ready = READY_BY_SOCKET, .ready_at = "@VAR@/run/api/" pool ".sock", .stop_ms = 10000     \
    }

#define WORKER(role, network_, count_)                                                           \
    {                                                                                            \
        .network = network_, .name = role, .what = "worker " role, .stage = 2,                   \
        .user = "tocsin-" role, .program = "tocsin-worker",                                      \
        .args = {"--config", "@CONFIG@", role}, .ready = READY_AT_ONCE, .reload_signal = SIGHUP, \
        .stop_ms = 15000, .count = count_                                                        \
    }

const struct service service_rows[] = {
    {.name = "postgresql",
     .what = "database",
     .stage = 0,
     .required = true,
     .user = "postgres",
     .program = POSTGRES_BIN "/postgres",
     .args = {"-D", "@VAR@/pg", "-c", "config_file=@VAR@/etc/postgresql.conf"},
     .ready = READY_BY_PIDFILE,
     .ready_at = "@VAR@/pg/postmaster.pid",
     .stop_signal = SIGINT,
     .reload_signal = SIGHUP,
     .stop_ms = 60000},
    {.name = "redis",
     .what = "cache",
     .stage = 0,
     .user = "redis",
     .program = "/usr/bin/redis-server",
     .args = {"@VAR@/etc/redis.conf"},
     .ready = READY_BY_SOCKET,
     .ready_at = "@VAR@/run/redis/redis.sock",
     .stop_ms = 10000},
    {.name = "migrate",
     .what = "schema, once",
     .stage = 1,
     .required = true,
     .program = "tocsin",
     .args = {"migrate", "--config", "@CONFIG@"},
     .ready = READY_BY_EXIT,
     .stop_ms = 10000},
    {.name = "pinger",
     .what = "ICMP echo",
     .stage = 2,
     .user = "tocsin-pinger",
     .program = "tocsin-pinger",
     .args = {"--config", "@CONFIG@", "--socket", "@VAR@/run/pinger/pinger.sock"},
     .ready = READY_BY_SOCKET,
     .ready_at = "@VAR@/run/pinger/pinger.sock",
     .network = true,
     .keeps = 1u << CAP_NET_RAW,
     .stop_ms = 5000},
    API_POOL("fast"),
    API_POOL("heavy"),
    API_POOL("auth"),
    API_POOL("ingest"),
    WORKER("checker", true, "checkers"),
    WORKER("keeper", false, NULL),
    {.name = "nginx",
     .what = "web server",
     .stage = 3,
     .required = true,
     .user = "tocsin-nginx",
     .program = "/usr/sbin/nginx",
     .args = {"-e", "stderr", "-p", "@VAR@", "-c", "@VAR@/etc/nginx.conf"},
     .ready = READY_BY_LISTEN,
     .stale = "@VAR@/run/probe/api.sock",
     .network = true,
     .keeps = 1u << CAP_NET_BIND_SERVICE,
     .stop_signal = SIGQUIT,
     .reload_signal = SIGHUP,
     .stop_ms = 10000},
    /* After the web server, so that it stops before: it says goodbye to all who listen, or the web
     * server would wait for them. */
    {.name = "stream",
     .what = "live updates",
     .stage = 4,
     .user = "tocsin-stream",
     .program = "tocsin-stream",
     .args = {"--config", "@CONFIG@"},
     .ready = READY_BY_SOCKET,
     .ready_at = "@VAR@/run/stream/stream.sock",
     .stop_ms = 15000},
    {.name = NULL},
};
