/* The schema rows of checks. */
#include "api/check_fields.h"

#include <stddef.h>

#define NAME(flags_)                                                              \
    {                                                                             \
        .name = "name", .type = FIELD_STR, .flags = flags_, .min = 1, .max = 200, \
        .doc = "What people call it; unique on its host, any case."               \
    }
#define INTERVAL(def_)                                                                \
    {                                                                                 \
        .name = "interval_s", .type = FIELD_INT, .min = 5, .max = 86400, .def = def_, \
        .doc = "Seconds between two runs."                                            \
    }
#define TIMEOUT(def_)                                                                   \
    {                                                                                   \
        .name = "timeout_ms", .type = FIELD_INT, .min = 100, .max = 30000, .def = def_, \
        .doc = "Longest a run may take."                                                \
    }
#define RETRIES(def_)                                                           \
    {                                                                           \
        .name = "retries", .type = FIELD_INT, .min = 0, .max = 10, .def = def_, \
        .doc = "Further bad results wanted before the state gets worse."        \
    }
#define ENABLED(def_)                                                                 \
    {                                                                                 \
        .name = "enabled", .type = FIELD_BOOL, .def = def_, .doc = "Whether it runs." \
    }
#define SETTINGS                                                                              \
    INTERVAL("60"), TIMEOUT("5000"), RETRIES("2"),                                            \
        {.name = "params",                                                                    \
         .type = FIELD_JSON,                                                                  \
         .def = "{}",                                                                         \
         .doc = "Parameters of the type, as /check-types lists them; a PATCH replaces all."}, \
        ENABLED("true")

const struct field check_fields_body[] = {
    {.name = "host_id",
     .type = FIELD_INT,
     .flags = F_REQUIRED,
     .min = 1,
     .doc = "The host it belongs to."},
    {.name = "type",
     .type = FIELD_SLUG,
     .flags = F_REQUIRED,
     .max = 31,
     .doc = "A name of /check-types."},
    NAME(F_REQUIRED),
    SETTINGS,
    {0},
};

const struct field check_fields_change[] = {NAME(0), SETTINGS, {0}};

const struct field check_fields_bulk[] = {
    {.name = "id", .type = FIELD_INT, .flags = F_REQUIRED, .min = 1},
    ENABLED(NULL),
    INTERVAL(NULL),
    TIMEOUT(NULL),
    RETRIES(NULL),
    {0},
};

static const struct field letter = {.name = "letter", .type = FIELD_STR};

const struct field check_fields_answer[] = {
    {.name = "id", .type = FIELD_INT},
    {.name = "host_id", .type = FIELD_INT},
    {.name = "host_name", .type = FIELD_STR},
    {.name = "type", .type = FIELD_STR},
    {.name = "name", .type = FIELD_STR},
    {.name = "interval_s", .type = FIELD_INT},
    {.name = "timeout_ms", .type = FIELD_INT},
    {.name = "retries", .type = FIELD_INT},
    {.name = "params", .type = FIELD_JSON},
    {.name = "enabled", .type = FIELD_BOOL},
    {.name = "status", .type = FIELD_ENUM, .choices = "up|degraded|down|unknown|paused|pending"},
    {.name = "reason", .type = FIELD_STR, .flags = F_NULL, .doc = "A word for programs."},
    {.name = "message", .type = FIELD_STR, .doc = "What the last run said."},
    {.name = "since", .type = FIELD_TIME, .flags = F_NULL, .doc = "In this state since."},
    {.name = "last_ts", .type = FIELD_TIME, .flags = F_NULL, .doc = "The last run."},
    {.name = "latency_ms", .type = FIELD_NUM, .flags = F_NULL},
    {.name = "created_at", .type = FIELD_TIME},
    {.name = "updated_at", .type = FIELD_TIME},
    {.name = "strip",
     .type = FIELD_LIST,
     .of = &letter,
     .doc = "The last results, oldest first: u up, g degraded, d down, ? unknown."},
    {.name = "push_url",
     .type = FIELD_STR,
     .flags = F_SECRET,
     .doc = "Of a heartbeat, shown once: where to report to."},
    {0},
};
