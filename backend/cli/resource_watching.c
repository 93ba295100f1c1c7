/* What is watched: hosts, checks, and what came of them. */
#include "cli/resource.h"

static const struct resource_column host_columns[] = {
    {"ID", "id", .show = RESOURCE_COUNT},
    {"NAME", "name", .width = 32},
    {"STATUS", "status", .show = RESOURCE_STATE},
    {"ADDRESS", "address", .width = 32},
    {"GROUP", "group", .width = 20},
    {"CHECKS", "checks.total", .show = RESOURCE_COUNT},
    {"CHECKED", "last_checked_at", .show = RESOURCE_AGE},
    {"UP", "checks.up", .show = RESOURCE_COUNT, .wide = true},
    {"DEGRADED", "checks.degraded", .show = RESOURCE_COUNT, .wide = true},
    {"DOWN", "checks.down", .show = RESOURCE_COUNT, .wide = true},
    {"UNKNOWN", "checks.unknown", .show = RESOURCE_COUNT, .wide = true},
    {"CRITICALITY", "criticality", .wide = true},
    {"TIER", "sla_tier", .wide = true},
    {"COST/H", "cost_per_hour_down", .show = RESOURCE_COUNT, .wide = true},
    {"ENABLED", "enabled", .wide = true},
    {"CREATED", "created_at", .show = RESOURCE_AGE, .wide = true},
    {"UPDATED", "updated_at", .show = RESOURCE_AGE, .wide = true},
    {"LABELS", "labels", .wide = true},
    {0},
};

static const struct resource_field host_fields[] = {
    {"name", RESOURCE_STR, NULL, "what people call it"},
    {"address", RESOURCE_STR, NULL, "host name or IP address"},
    {"group", RESOURCE_STR, NULL, "group it belongs to"},
    {"labels", RESOURCE_MAP, NULL, "labels.NAME=VALUE; an empty value takes the label away"},
    {"enabled", RESOURCE_BOOL, "true|false", "whether its checks run"},
    {"criticality", RESOURCE_STR, "low|medium|high|critical", "how much it matters"},
    {"sla_tier", RESOURCE_STR, NULL, "service level it is promised"},
    {"cost_per_hour_down", RESOURCE_STR, NULL, "what an hour without it costs"},
    {0},
};

static const struct resource_part host_parts[] = {
    {"Checks", "/hosts/{}/checks?limit=100", "checks"},
    {"Changes", "/hosts/{}/timeline?limit=10", "changes"},
    {0},
};

static const struct resource_column check_columns[] = {
    {"ID", "id", .show = RESOURCE_COUNT},
    {"HOST", "host_name", .width = 28},
    {"NAME", "name", .width = 28},
    {"TYPE", .path = "type"},
    {"STATUS", "status", .show = RESOURCE_STATE},
    {"LATENCY", "latency_ms", .show = RESOURCE_MS},
    {"SINCE", "since", .show = RESOURCE_AGE},
    {"MESSAGE", "message", .width = 48},
    {"REASON", "reason", .wide = true},
    {"EVERY_S", "interval_s", .show = RESOURCE_COUNT, .wide = true},
    {"TIMEOUT_MS", "timeout_ms", .show = RESOURCE_COUNT, .wide = true},
    {"RETRIES", "retries", .show = RESOURCE_COUNT, .wide = true},
    {"ENABLED", "enabled", .wide = true},
    {"LAST", "last_ts", .show = RESOURCE_AGE, .wide = true},
    {"PARAMS", "params", .wide = true},
    {0},
};

static const struct resource_field check_fields[] = {
    {"host_id", RESOURCE_HOST, NULL, "the host it belongs to, by id"},
    {"host", RESOURCE_HOST, NULL, "the host it belongs to, by name"},
    {"type", RESOURCE_STR, NULL, "a name of check-types"},
    {"name", RESOURCE_STR, NULL, "what people call it; unique on its host"},
    {"interval_s", RESOURCE_INT, NULL, "seconds between two runs"},
    {"timeout_ms", RESOURCE_INT, NULL, "longest a run may take"},
    {"retries", RESOURCE_INT, NULL, "further bad results wanted before the state gets worse"},
    {"params", RESOURCE_PARAMS, NULL, "params.NAME=VALUE, as tocsin kinds lists them"},
    {"enabled", RESOURCE_BOOL, "true|false", "whether it runs"},
    {0},
};

static const struct resource_part check_parts[] = {
    {"Results", "/checks/{}/results?limit=10", "results"},
    {0},
};

static const struct resource_column result_columns[] = {
    {"TIME", .path = "ts"},
    {"STATUS", "status", .show = RESOURCE_STATE},
    {"LATENCY", "latency_ms", .show = RESOURCE_MS},
    {"REASON", .path = "reason"},
    {"MESSAGE", "message", .width = 60},
    {"DETAILS", "details", .wide = true},
    {0},
};

static const struct resource_column change_columns[] = {
    {"TIME", .path = "ts"},
    {"CHECK", "check_name", .width = 28},
    {"TYPE", .path = "type"},
    {"FROM", "from", .show = RESOURCE_STATE},
    {"TO", "to", .show = RESOURCE_STATE},
    {"REASON", .path = "reason"},
    {"MESSAGE", "message", .width = 48},
    {0},
};

static const struct resource_column run_columns[] = {
    {"ID", "id", .show = RESOURCE_COUNT},
    {"KIND", .path = "kind"},
    {"STATE", .path = "state"},
    {"STATUS", "result.status", .show = RESOURCE_STATE},
    {"LATENCY", "result.latency_ms", .show = RESOURCE_MS},
    {"MESSAGE", "result.message", .width = 60},
    {"ERROR", "error", .wide = true},
    {"CREATED", "created_at", .show = RESOURCE_AGE, .wide = true},
    {"FINISHED", "finished_at", .show = RESOURCE_AGE, .wide = true},
    {0},
};

static const struct resource_column type_columns[] = {
    {"NAME", .path = "name"},
    {"SUMMARY", .path = "summary"},
    {0},
};

const struct resource resource_watching[] = {
    {.name = "hosts",
     .aliases = "host|h",
     .summary = "what is watched",
     .verbs = RESOURCE_GET | RESOURCE_ONE | RESOURCE_CREATE | RESOURCE_EDIT | RESOURCE_DELETE |
              RESOURCE_WATCH,
     .list = "/hosts",
     .one = "/hosts/{}",
     .label = "name",
     .search = "q",
     .filters = "q|status|group|label|sort|limit",
     .states = "up|degraded|down|unknown|paused",
     .sorts = "status|name|created_at",
     .topic = "hosts",
     .columns = host_columns,
     .fields = host_fields,
     .parts = host_parts},
    {.name = "checks",
     .aliases = "check|c",
     .summary = "what is looked at on a host, how often, and what it said",
     .verbs = RESOURCE_GET | RESOURCE_ONE | RESOURCE_CREATE | RESOURCE_EDIT | RESOURCE_DELETE |
              RESOURCE_RUN | RESOURCE_WATCH,
     .list = "/checks",
     .one = "/checks/{}",
     .label = "host_name|name",
     .search = "q",
     .filters = "q|status|type|host_id|sort|limit",
     .states = "up|degraded|down|unknown|paused|pending",
     .sorts = "status|name",
     .topic = "checks",
     .columns = check_columns,
     .fields = check_fields,
     .parts = check_parts},
    {.name = "results",
     .aliases = "result",
     .summary = "single results of a check, newest last",
     .verbs = RESOURCE_GET,
     .list = "/checks/{}/results",
     .parent = "checks",
     .filters = "from|to|limit",
     .columns = result_columns},
    {.name = "changes",
     .aliases = "change|timeline",
     .summary = "changes of state of a host's checks, newest first",
     .verbs = RESOURCE_GET | RESOURCE_WATCH,
     .list = "/hosts/{}/timeline",
     .parent = "hosts",
     .filters = "limit",
     .topic = "changes",
     .columns = change_columns},
    {.name = "runs",
     .aliases = "run",
     .summary = "what came of a check that was asked for; by number",
     .verbs = RESOURCE_ONE | RESOURCE_GET,
     .one = "/runs/{}",
     .columns = run_columns},
    {.name = "check-types",
     .aliases = "check-type|types|type",
     .summary = "the kinds of checks this server knows",
     .verbs = RESOURCE_GET | RESOURCE_TEXT_KEY,
     .list = "/check-types",
     .key = "name",
     .label = "name",
     .columns = type_columns},
    {0},
};
