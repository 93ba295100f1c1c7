/* Who works with it: people, keys, tenants, and what they did. */
#include "cli/resource.h"

static const struct resource_column user_columns[] = {
    {"ID", "id", .show = RESOURCE_COUNT},
    {"EMAIL", "email", .width = 40},
    {"NAME", "name", .width = 28},
    {"ROLE", .path = "role"},
    {"STATUS", .path = "status"},
    {"MFA", .path = "mfa_enabled"},
    {"SIGNED IN", "last_login_at", .show = RESOURCE_AGE},
    {"PLATFORM", "platform_admin", .wide = true},
    {"PERMISSIONS", "permissions", .wide = true},
    {"CREATED", "created_at", .show = RESOURCE_AGE, .wide = true},
    {0},
};

static const struct resource_field user_fields[] = {
    {"email", RESOURCE_STR, NULL, "address to sign in with"},
    {"name", RESOURCE_STR, NULL, "what people call them"},
    {"role", RESOURCE_STR, "viewer|operator|admin|owner", "at most your own"},
    {"status", RESOURCE_STR, "active|disabled", "edit only"},
    {"permissions", RESOURCE_LIST, NULL, "beyond those of the role"},
    {0},
};

static const struct resource_column key_columns[] = {
    {"ID", "id", .show = RESOURCE_COUNT},
    {"NAME", "name", .width = 32},
    {"PREFIX", .path = "prefix"},
    {"ROLE", .path = "role"},
    {"SCOPES", "scopes", .width = 28},
    {"EXPIRES", .path = "expires_at"},
    {"USED", "last_used_at", .show = RESOURCE_AGE},
    {"MADE BY", "created_by.email", .wide = true},
    {"FROM", "cidrs", .wide = true},
    {"CREATED", "created_at", .show = RESOURCE_AGE, .wide = true},
    {0},
};

static const struct resource_field key_fields[] = {
    {"name", RESOURCE_STR, NULL, "what it is for"},
    {"role", RESOURCE_STR, "viewer|operator|admin|owner", "at most your own"},
    {"scopes", RESOURCE_LIST, NULL, "permissions, or *"},
    {"expires_at", RESOURCE_STR, NULL, "when it ends, RFC 3339"},
    {"cidrs", RESOURCE_LIST, NULL, "networks it may be used from"},
    {0},
};

static const struct resource_column tenant_columns[] = {
    {"TENANT", .path = "tenant_id"},
    {"NAME", "name", .width = 32},
    {"STATUS", .path = "status"},
    {"PLAN", .path = "plan"},
    {"HOSTS", "quota_hosts", .show = RESOURCE_COUNT},
    {"CHECKS/H", "quota_checks_per_hour", .show = RESOURCE_COUNT},
    {"USERS", "quota_users", .show = RESOURCE_COUNT},
    {"KEPT DAYS", "data_retention_days", .show = RESOURCE_COUNT, .wide = true},
    {"HOST COSTS", "cost_per_host", .show = RESOURCE_COUNT, .wide = true},
    {"CHECK COSTS", "cost_per_check", .show = RESOURCE_COUNT, .wide = true},
    {"CREATED", "created_at", .show = RESOURCE_AGE, .wide = true},
    {"DESCRIPTION", "description", .wide = true},
    {0},
};

static const struct resource_field tenant_fields[] = {
    {"tenant_id", RESOURCE_STR, NULL, "short name; never changes"},
    {"name", RESOURCE_STR, NULL, "name"},
    {"description", RESOURCE_STR, NULL, "what it is for"},
    {"quota_hosts", RESOURCE_INT, NULL, "most hosts; null for any number"},
    {"quota_checks_per_hour", RESOURCE_INT, NULL, "most checks an hour; null for any number"},
    {"quota_users", RESOURCE_INT, NULL, "most users; null for any number"},
    {"data_retention_days", RESOURCE_INT, NULL, "days that samples are kept"},
    {"plan", RESOURCE_STR, NULL, "name of the plan"},
    {"cost_per_host", RESOURCE_STR, NULL, "price of a host"},
    {"cost_per_check", RESOURCE_STR, NULL, "price of a check"},
    {"status", RESOURCE_STR, "active|suspended", "edit only"},
    {"owner_email", RESOURCE_STR, NULL, "create only: its first owner"},
    {"owner_name", RESOURCE_STR, NULL, "create only: his name"},
    {0},
};

static const struct resource_part tenant_parts[] = {
    {"Usage", "/tenants/{}/usage", .of = NULL},
    {0},
};

static const struct resource_column audit_columns[] = {
    {"SEQ", "seq", .show = RESOURCE_COUNT}, {"TIME", .path = "at"},
    {"ACTOR", "actor.name", .width = 32},   {"ACTION", .path = "action"},
    {"OUTCOME", .path = "outcome"},         {"TARGET", "target.name", .width = 32},
    {"KIND", "target.kind", .wide = true},  {"FROM", "ip", .wide = true},
    {"DETAIL", "detail", .wide = true},     {0},
};

static const struct resource_column view_columns[] = {
    {"ID", "id", .show = RESOURCE_COUNT},
    {"PAGE", .path = "page"},
    {"NAME", "name", .width = 32},
    {"OWNER", "owner_name", .width = 28},
    {"SHARED", .path = "shared"},
    {"QUERY", "query", .width = 60},
    {"UPDATED", "updated_at", .show = RESOURCE_AGE, .wide = true},
    {0},
};

const struct resource resource_people[] = {
    {.name = "users",
     .aliases = "user|u",
     .summary = "people of the tenant",
     .verbs = RESOURCE_GET | RESOURCE_ONE | RESOURCE_CREATE | RESOURCE_EDIT | RESOURCE_DELETE,
     .list = "/users",
     .one = "/users/{}",
     .label = "email",
     .search = "q",
     .filters = "q|status|limit",
     .states = "active|invited|disabled",
     .columns = user_columns,
     .fields = user_fields},
    {.name = "api-keys",
     .aliases = "api-key|keys|key",
     .summary = "keys of programs, and those that tocsin login made",
     .verbs = RESOURCE_GET | RESOURCE_CREATE | RESOURCE_DELETE,
     .list = "/api-keys",
     .one = "/api-keys/{}",
     .label = "name",
     .filters = "limit",
     .columns = key_columns,
     .fields = key_fields},
    {.name = "tenants",
     .aliases = "tenant|t",
     .summary = "organisations; all of them for a platform administrator, else your own",
     .verbs = RESOURCE_GET | RESOURCE_ONE | RESOURCE_CREATE | RESOURCE_EDIT | RESOURCE_TEXT_KEY,
     .list = "/tenants",
     .one = "/tenants/{}",
     .key = "tenant_id",
     .filters = "limit",
     .label = "tenant_id",
     .columns = tenant_columns,
     .fields = tenant_fields,
     .parts = tenant_parts},
    {.name = "audit",
     .aliases = "audit-log",
     .summary = "who did what, newest first",
     .verbs = RESOURCE_GET,
     .list = "/audit",
     .key = "seq",
     .filters = "q|from|to|actor|action|outcome|limit",
     .columns = audit_columns},
    {.name = "views",
     .aliases = "view",
     .summary = "saved views of the web application's lists",
     .verbs = RESOURCE_GET,
     .list = "/views",
     .label = "page|name",
     .filters = "limit",
     .columns = view_columns},
    {0},
};
