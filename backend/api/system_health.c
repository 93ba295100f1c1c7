/* /system/health: each part, the engine's figures, and how long the disk will last. A figure that
 * was not measured is null. */
#include "config.h"

#include <math.h>

#include "api/answer.h"
#include "api/health_parts.h"
#include "api/rows.h"
#include "base/clock.h"

#define FIGURE(name_, doc_)                                            \
    {                                                                  \
        .name = name_, .type = FIELD_NUM, .flags = F_NULL, .doc = doc_ \
    }
#define COUNT(name_, doc_)                                             \
    {                                                                  \
        .name = name_, .type = FIELD_INT, .flags = F_NULL, .doc = doc_ \
    }

static const struct field part_fields[] = {
    {.name = "name",
     .type = FIELD_ENUM,
     .choices = "postgresql|redis|api|stream|checker|keeper|pinger|disk|clock"},
    {.name = "status", .type = FIELD_ENUM, .choices = "ok|degraded|down|unknown"},
    {.name = "detail", .type = FIELD_STR, .doc = "In words."},
    {.name = "since",
     .type = FIELD_TIME,
     .flags = F_NULL,
     .doc = "Running since, or last seen alive."},
    {0},
};
static const struct field part_item = {.name = "", .type = FIELD_OBJECT, .of = part_fields};

static const struct field checker_fields[] = {
    {.name = "instance", .type = FIELD_STR},
    {.name = "alive", .type = FIELD_BOOL},
    COUNT("shards", "Parts of the checks it has taken over; 64 in all."),
    COUNT("checks", NULL),
    FIGURE("rate_per_s", NULL),
    FIGURE("lag_p99_ms", NULL),
    FIGURE("used_percent", NULL),
    {.name = "last_seen_at", .type = FIELD_TIME},
    {0},
};
static const struct field checker_item = {.name = "", .type = FIELD_OBJECT, .of = checker_fields};

#define ENGINE                                                                            \
    COUNT("checks", "That run, of all tenants."),                                         \
        FIGURE("rate_per_s", "Runs a second over the last minute."),                      \
        FIGURE("lag_p50_ms", "Start of a run after it was due, of the slowest checker."), \
        FIGURE("lag_p99_ms", NULL), FIGURE("lag_max_ms", NULL),                           \
        COUNT("missed", "Runs that were not started in their time."),                     \
        COUNT("overdue", "Checks that should have a result by now."),                     \
        FIGURE("capacity_per_s", "Runs a second this machine can do, as measured."),      \
        FIGURE("used_percent", "Of the most burdened checker.")
static const struct field engine_figures[] = {ENGINE, {0}};
static const struct field engine_fields[] = {
    ENGINE, {.name = "checkers", .type = FIELD_LIST, .of = &checker_item}, {0}};

static const struct field queue_fields[] = {
    COUNT("queued", NULL), COUNT("running", NULL),          COUNT("failed", NULL),
    COUNT("dead", NULL),   FIGURE("oldest_queued_s", NULL), {0},
};
static const struct field database_fields[] = {
    COUNT("size_bytes", NULL),
    COUNT("connections", NULL),
    COUNT("max_connections", NULL),
    {0},
};
static const struct field redis_fields[] = {
    COUNT("used_bytes", NULL),
    {.name = "alive", .type = FIELD_BOOL},
    {0},
};
static const struct field stream_fields[] = {
    COUNT("listeners", "Connections that wait for news."),
    {.name = "alive", .type = FIELD_BOOL},
    {0},
};
static const struct field disk_fields[] = {
    COUNT("free_bytes", NULL),
    FIGURE("used_percent", NULL),
    FIGURE("days_left", "Until it is full, as the database grew; null before a day was measured, "
                        "and when it does not grow."),
    {0},
};

static const struct field health_answer[] = {
    {.name = "version", .type = FIELD_STR},
    {.name = "started_at", .type = FIELD_TIME, .flags = F_NULL, .doc = "Of the database."},
    {.name = "status", .type = FIELD_ENUM, .choices = "ok|degraded|down"},
    {.name = "parts", .type = FIELD_LIST, .of = &part_item},
    {.name = "engine", .type = FIELD_OBJECT, .of = engine_fields},
    {.name = "queue", .type = FIELD_OBJECT, .of = queue_fields, .doc = "Jobs of all tenants."},
    {.name = "database", .type = FIELD_OBJECT, .of = database_fields},
    {.name = "redis", .type = FIELD_OBJECT, .of = redis_fields},
    {.name = "stream", .type = FIELD_OBJECT, .of = stream_fields},
    {.name = "disk", .type = FIELD_OBJECT, .of = disk_fields},
    {0},
};

static void write_parts(struct jout *w, const struct health_parts *p)
{
    char z[CLOCK_TEXT];

    jout_open(w, '[');
    for (size_t i = 0; i < p->n; i++) {
        const struct health_part *part = &p->list[i];
        clock_rfc3339(part->since_us, z);
        jout_open(w, '{');
        jout_name(w, "name");
        jout_z(w, part->name);
        jout_name(w, "status");
        jout_z(w, health_parts_word(part->status));
        jout_name(w, "detail");
        jout_z(w, part->detail);
        jout_name(w, "since");
        jout_z(w, part->since_us ? z : NULL);
        jout_close(w, '}');
    }
    jout_close(w, ']');
}

/* The first row, or nulls where the database is away. */
static bool write_row(struct jout *w, const char *name, const struct field *fields,
                      const PGresult *r, struct err *e)
{
    jout_name(w, name);
    if (r)
        return rows_object(w, fields, r, 0, e);
    jout_open(w, '{');
    for (; fields->name; fields++) {
        jout_name(w, fields->name);
        jout_null(w);
    }
    jout_close(w, '}');
    return true;
}

static bool write_engine(struct jout *w, const struct health_parts *p, struct err *e)
{
    if (!write_row(w, "engine", engine_figures, p->engine, e))
        return false;
    jout_reopen(w);
    jout_name(w, "checkers");
    if (p->checkers) {
        if (!rows_array(w, checker_fields, p->checkers, PQntuples(p->checkers), e))
            return false;
    } else {
        jout_open(w, '[');
        jout_close(w, ']');
    }
    jout_close(w, '}');
    return true;
}

static void write_count(struct jout *w, const char *name, bool known, int64_t value)
{
    jout_name(w, name);
    if (known)
        jout_int(w, value);
    else
        jout_null(w);
}

static void write_rest(struct jout *w, const struct health_parts *p)
{
    jout_name(w, "redis");
    jout_open(w, '{');
    write_count(w, "used_bytes", p->redis_tells, p->redis_used);
    jout_name(w, "alive");
    jout_bool(w, p->redis_alive);
    jout_close(w, '}');
    jout_name(w, "stream");
    jout_open(w, '{');
    write_count(w, "listeners", p->stream_tells, p->stream_listeners);
    jout_name(w, "alive");
    jout_bool(w, p->stream_alive);
    jout_close(w, '}');
    jout_name(w, "disk");
    jout_open(w, '{');
    write_count(w, "free_bytes", p->disk_seen, p->disk_free);
    jout_name(w, "used_percent");
    jout_num(w, p->disk_seen ? p->disk_used_percent : NAN);
    jout_name(w, "days_left");
    jout_num(w, p->disk_days_left);
    jout_close(w, '}');
}

static bool write_all(struct jout *w, const struct health_parts *p, struct err *e)
{
    jout_open(w, '{');
    jout_name(w, "version");
    jout_z(w, PACKAGE_VERSION);
    jout_name(w, "started_at");
    if (p->server)
        rows_time(w, p->server, 0, "started_at");
    else
        jout_null(w);
    jout_name(w, "status");
    jout_z(w, health_parts_word(p->whole));
    jout_name(w, "parts");
    write_parts(w, p);
    if (!write_engine(w, p, e) || !write_row(w, "queue", queue_fields, p->queue, e) ||
        !write_row(w, "database", database_fields, p->server, e))
        return false;
    write_rest(w, p);
    jout_close(w, '}');
    return jout_ok(w, e);
}

static bool show(struct request *q, struct err *e)
{
    struct health_parts p;

    health_parts_look(q, &p);
    bool done = write_all(&q->answer->out, &p, e);
    health_parts_clear(&p);
    q->answer->done = done;
    return done;
}

const struct route api_system_health[] = {
    {.method = "GET",
     .path = "/api/v1/system/health",
     .permission = QUEUE_READ,
     .handler = show,
     .answer = health_answer,
     .doc = "How each part of this installation does, and the engine's figures."},
    {0},
};
