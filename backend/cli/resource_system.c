/* Tocsin itself: how it stands and what it is busy with. */
#include "cli/resource.h"

static const struct resource_column overview_columns[] = {
    {"HOSTS", "hosts.total", .show = RESOURCE_COUNT},
    {"UP", "hosts.up", .show = RESOURCE_COUNT},
    {"DEGRADED", "hosts.degraded", .show = RESOURCE_COUNT},
    {"DOWN", "hosts.down", .show = RESOURCE_COUNT},
    {"UNKNOWN", "hosts.unknown", .show = RESOURCE_COUNT},
    {"PAUSED", "hosts.paused", .show = RESOURCE_COUNT},
    {"CHECKS", "checks.total", .show = RESOURCE_COUNT},
    {"CHECKS UP", "checks.up", .show = RESOURCE_COUNT},
    {"CHECKS DOWN", "checks.down", .show = RESOURCE_COUNT},
    {"CHECKED", "checked_at", .show = RESOURCE_AGE, .wide = true},
    {0},
};

static const struct resource_column queue_columns[] = {
    {"QUEUED", "jobs.queued", .show = RESOURCE_COUNT},
    {"RUNNING", "jobs.running", .show = RESOURCE_COUNT},
    {"DONE", "jobs.done", .show = RESOURCE_COUNT},
    {"FAILED", "jobs.failed", .show = RESOURCE_COUNT},
    {"DEAD", "jobs.dead", .show = RESOURCE_COUNT},
    {"OLDEST_S", "jobs.oldest_queued_s", .show = RESOURCE_COUNT},
    {0},
};

static const struct resource_column worker_columns[] = {
    {"ROLE", .path = "role"},
    {"INSTANCE", "instance", .width = 40},
    {"ALIVE", .path = "alive"},
    {"SEEN", "last_seen_at", .show = RESOURCE_AGE},
    {"STARTED", "started_at", .show = RESOURCE_AGE},
    {"LAG P99", "stats.lag_p99_ms", .show = RESOURCE_MS},
    {"CHECKS", "stats.checks", .show = RESOURCE_COUNT},
    {"STATS", "stats", .wide = true},
    {0},
};

static const struct resource_column me_columns[] = {
    {"EMAIL", .path = "user.email"},
    {"NAME", .path = "user.name"},
    {"ROLE", .path = "user.role"},
    {"TENANT", .path = "tenant.tenant_id"},
    {"BY", .path = "auth"},
    {"PERMISSIONS", "permissions", .wide = true},
    {0},
};

static const struct resource_column health_columns[] = {
    {"PART", .path = "name"},
    {"STATUS", "status", .show = RESOURCE_STATE},
    {"SINCE", "since", .show = RESOURCE_AGE},
    {"DETAIL", .path = "detail"},
    {0},
};

const struct resource resource_system[] = {
    {.name = "health",
     .aliases = "system",
     .summary = "how each part of this installation does",
     .verbs = RESOURCE_GET | RESOURCE_TEXT_KEY,
     .list = "/system/health",
     .items = "parts",
     .key = "name",
     .label = "name",
     .columns = health_columns},
    {.name = "overview",
     .aliases = "ov",
     .summary = "hosts and checks by state",
     .verbs = RESOURCE_GET | RESOURCE_SINGLE,
     .list = "/overview",
     .columns = overview_columns},
    {.name = "queue",
     .aliases = "jobs",
     .summary = "work that waits, runs and failed",
     .verbs = RESOURCE_GET | RESOURCE_SINGLE,
     .list = "/queue/stats",
     .columns = queue_columns},
    {.name = "workers",
     .aliases = "worker|w",
     .summary = "processes that do the work, and how late they are",
     .verbs = RESOURCE_GET | RESOURCE_TEXT_KEY,
     .list = "/queue/stats",
     .items = "workers",
     .key = "instance",
     .label = "instance",
     .columns = worker_columns},
    {.name = "me",
     .aliases = "whoami",
     .summary = "who the key is, and what it may do",
     .verbs = RESOURCE_GET | RESOURCE_SINGLE,
     .list = "/auth/me",
     .columns = me_columns},
    {0},
};
