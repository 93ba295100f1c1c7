/* The schema rows of hosts. */
#include "api/host_fields.h"

#include <stddef.h>

static const struct field label_value = {.name = "value", .type = FIELD_STR, .max = 200};

#define GROUP                                                                      \
    {                                                                              \
        .name = "group", .type = FIELD_STR, .flags = F_NULL, .min = 1, .max = 100, \
        .doc = "Group it belongs to."                                              \
    }
#define LABELS                                                                \
    {                                                                         \
        .name = "labels", .type = FIELD_MAP, .max = 50, .of = &label_value,   \
        .doc = "Names and values to search by; a PATCH replaces all of them." \
    }
#define ENABLED(def_)                                                                        \
    {                                                                                        \
        .name = "enabled", .type = FIELD_BOOL, .def = def_, .doc = "Whether its checks run." \
    }
#define CRITICALITY(def_)                                                    \
    {                                                                        \
        .name = "criticality", .type = FIELD_ENUM, .def = def_,              \
        .choices = "low|medium|high|critical", .doc = "How much it matters." \
    }
#define SLA_TIER                                                                     \
    {                                                                                \
        .name = "sla_tier", .type = FIELD_STR, .flags = F_NULL, .min = 1, .max = 60, \
        .doc = "Service level it is promised."                                       \
    }

const struct field host_fields_body[] = {
    {.name = "name",
     .type = FIELD_STR,
     .flags = F_REQUIRED,
     .min = 1,
     .max = 200,
     .doc = "What people call it; unique in the tenant, any case."},
    {.name = "address",
     .type = FIELD_STR,
     .flags = F_REQUIRED,
     .min = 1,
     .max = 253,
     .doc = "Host name or IP address."},
    GROUP,
    LABELS,
    ENABLED("true"),
    CRITICALITY("\"medium\""),
    SLA_TIER,
    {.name = "cost_per_hour_down",
     .type = FIELD_DECIMAL,
     .flags = F_NULL,
     .min = 2,
     .max = 999999999999.0,
     .doc = "What an hour without it costs."},
    {0},
};

const struct field host_fields_bulk[] = {
    {.name = "id", .type = FIELD_INT, .flags = F_REQUIRED, .min = 1},
    ENABLED(NULL),
    GROUP,
    LABELS,
    CRITICALITY(NULL),
    SLA_TIER,
    {0},
};

static const struct field counts[] = {
    {.name = "total", .type = FIELD_INT},    {.name = "up", .type = FIELD_INT},
    {.name = "degraded", .type = FIELD_INT}, {.name = "down", .type = FIELD_INT},
    {.name = "unknown", .type = FIELD_INT},  {0},
};

const struct field host_fields_answer[] = {
    {.name = "id", .type = FIELD_INT},
    {.name = "name", .type = FIELD_STR},
    {.name = "address", .type = FIELD_STR},
    {.name = "group", .type = FIELD_STR, .flags = F_NULL},
    {.name = "labels", .type = FIELD_MAP, .of = &label_value},
    {.name = "enabled", .type = FIELD_BOOL},
    {.name = "criticality", .type = FIELD_ENUM, .choices = "low|medium|high|critical"},
    {.name = "sla_tier", .type = FIELD_STR, .flags = F_NULL},
    {.name = "cost_per_hour_down", .type = FIELD_DECIMAL, .flags = F_NULL},
    {.name = "status",
     .type = FIELD_ENUM,
     .choices = "up|degraded|down|unknown|paused",
     .doc = "The worst state of its enabled checks."},
    {.name = "checks", .type = FIELD_OBJECT, .of = counts, .doc = "Its checks by state."},
    {.name = "last_checked_at", .type = FIELD_TIME, .flags = F_NULL},
    {.name = "created_at", .type = FIELD_TIME},
    {.name = "updated_at", .type = FIELD_TIME},
    {0},
};
