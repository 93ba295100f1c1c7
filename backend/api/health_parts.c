/* Looking at the parts. Invariant: what could not be seen is "unknown" or missing, never "ok" or 0.
 */
#include "api/health_parts.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "api/answer.h"
#include "base/clock.h"
#include "io/machine.h"
#include "store/health_store.h"
#include "store/job_store.h"

enum { SHARDS_ALL = 64, AHEAD_S = 5, LATE_MS = 1000, GIB = 1 << 30 };
static const double full_degraded = 85, full_down = 95, days_few = 14;

const char *health_parts_word(enum health h)
{
    static const char *const words[HEALTH__COUNT] = {"ok", "degraded", "down", "unknown"};

    return words[h];
}

static PRINTF(5, 6) void add(struct health_parts *p, const char *name, enum health status,
                             int64_t since_us, const char *fmt, ...)
{
    struct health_part *part = &p->list[p->n++];
    va_list ap;

    part->name = name;
    part->status = status;
    part->since_us = since_us;
    va_start(ap, fmt);
    vsnprintf(part->detail, sizeof part->detail, fmt, ap);
    va_end(ap);
}

static double figure(const PGresult *r, const char *name)
{
    int col = r && PQntuples(r) ? PQfnumber(r, name) : -1;

    return col < 0 || row_null(r, 0, col) ? NAN : row_double(r, 0, col);
}

static int64_t moment(const PGresult *r, int row, const char *name)
{
    return row_time_us(r, row, PQfnumber(r, name));
}

static bool ask(struct request *q, const struct stmt *s, PGresult **out)
{
    struct err e = {0};

    return tx_run(request_tx(q), s, NO_ARGS, out, &e);
}

static void postgresql(struct request *q, struct health_parts *p)
{
    int64_t begun = clock_mono_us();

    if (!ask(q, &health_server, &p->server)) {
        add(p, "postgresql", HEALTH_DOWN, 0, "does not answer");
        return;
    }
    double ms = (double)(clock_mono_us() - begun) / 1000, used = figure(p->server, "connections"),
           most = figure(p->server, "max_connections");
    add(p, "postgresql", used > 0.9 * most ? HEALTH_DEGRADED : HEALTH_OK,
        moment(p->server, 0, "started_at"), "answers in %.1f ms; %.0f of %.0f connections taken",
        ms, used, most);
}

static void redis(struct request *q, struct health_parts *p)
{
    p->redis_alive = cache_alive(q->app->cache);
    p->redis_tells = p->redis_alive && cache_used(q->app->cache, &p->redis_used);
    if (!p->redis_alive)
        add(p, "redis", HEALTH_DEGRADED, 0, "does not answer; everything works without it, slower");
    else if (p->redis_tells)
        add(p, "redis", HEALTH_OK, 0, "answers; uses %.1f MiB", (double)p->redis_used / (1 << 20));
    else
        add(p, "redis", HEALTH_OK, 0, "answers");
}

/* The services of the status file of `tocsin run`; NULL where none supervises. */
static json_t *services(const struct request *q)
{
    const char *run = config_text(q->app->config, "run_dir");
    char path[256];

    if ((size_t)snprintf(path, sizeof path, "%s/status.json", run) >= sizeof path)
        return NULL;
    json_auto_t *all = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
    return json_incref(json_object_get(all, "services"));
}

/* Services whose name begins so: how many, how many are ready, and since when the latest is. */
struct seen {
    int all, ready;
    int64_t since_us;
    const char *missing;
};

static struct seen look_for(const json_t *services, const char *prefix)
{
    struct seen s = {0};
    const json_t *one;
    size_t i;

    json_array_foreach(services, i, one)
    {
        const char *name = json_string_value(json_object_get(one, "name"));
        const char *state = json_string_value(json_object_get(one, "state"));
        int64_t since = json_integer_value(json_object_get(one, "since_us"));
        if (!name || !state || strncmp(name, prefix, strlen(prefix)) != 0)
            continue;
        s.all++;
        if (strcmp(state, "ready") == 0) {
            s.ready++;
            s.since_us = since > s.since_us ? since : s.since_us;
        } else {
            s.missing = name;
        }
    }
    return s;
}

static void api(const json_t *services, struct health_parts *p)
{
    struct seen s = look_for(services, "api-");

    if (s.all == 0)
        add(p, "api", HEALTH_OK, 0, "answers this");
    else if (s.ready == s.all)
        add(p, "api", HEALTH_OK, s.since_us, "all %d pools are ready", s.all);
    else
        add(p, "api", HEALTH_DEGRADED, 0, "%d of %d pools are ready, %.20s is not", s.ready, s.all,
            s.missing);
}

static void pinger(const json_t *services, struct health_parts *p)
{
    struct seen s = look_for(services, "pinger");

    if (s.all == 0)
        add(p, "pinger", HEALTH_UNKNOWN, 0, "cannot be seen from here");
    else if (s.ready)
        add(p, "pinger", HEALTH_OK, s.since_us, "is ready");
    else
        add(p, "pinger", HEALTH_DOWN, 0, "is not running; checks by ICMP say unknown");
}

/* The row of a role, or -1. */
static int role_row(const struct health_parts *p, const char *role)
{
    int row = p->roles ? PQntuples(p->roles) - 1 : -1;

    while (row >= 0 && strcmp(row_text(p->roles, row, PQfnumber(p->roles, "role")), role) != 0)
        row--;
    return row;
}

static int64_t alive(const struct health_parts *p, int row)
{
    return row < 0 ? 0 : row_int(p->roles, row, PQfnumber(p->roles, "alive"));
}

/* A role of which nobody is alive. */
static void absent(struct health_parts *p, const char *role, int row, const char *meaning)
{
    if (!p->roles)
        add(p, role, HEALTH_UNKNOWN, 0, "only the database knows");
    else if (row < 0)
        add(p, role, HEALTH_DOWN, 0, "is not running; %s", meaning);
    else
        add(p, role, HEALTH_DOWN, moment(p->roles, row, "last_seen_at"),
            "gives no sign of life; %s", meaning);
}

static void stream(struct health_parts *p)
{
    int row = role_row(p, "stream"), told = p->roles ? PQfnumber(p->roles, "listeners") : -1;

    p->stream_alive = alive(p, row) > 0;
    if (!p->stream_alive) {
        absent(p, "stream", row, "pages ask for news by themselves");
        return;
    }
    p->stream_tells = !row_null(p->roles, row, told);
    p->stream_listeners = row_int(p->roles, row, told);
    if (p->stream_tells)
        add(p, "stream", HEALTH_OK, moment(p->roles, row, "since"), "%" PRId64 " listen",
            p->stream_listeners);
    else
        add(p, "stream", HEALTH_OK, moment(p->roles, row, "since"), "is alive");
}

static void checker(struct health_parts *p)
{
    int row = role_row(p, "checker");
    int64_t n = alive(p, row);
    double shards = figure(p->engine, "shards"), overdue = figure(p->engine, "overdue"),
           used = figure(p->engine, "used_percent"), lag = figure(p->engine, "lag_p99_ms"),
           checks = figure(p->engine, "checks");

    if (n == 0) {
        absent(p, "checker", row, "no check is run");
        return;
    }
    int64_t since = moment(p->roles, row, "since");
    if (shards < SHARDS_ALL)
        add(p, "checker", HEALTH_DEGRADED, since, "%.0f of %d parts of the checks are taken over",
            shards, SHARDS_ALL);
    else if (overdue > 0)
        add(p, "checker", HEALTH_DEGRADED, since, "%.0f checks are overdue", overdue);
    else if (used > 100)
        add(p, "checker", HEALTH_DEGRADED, since, "needs %.0f %% of what this machine can do",
            used);
    else if (lag > LATE_MS)
        add(p, "checker", HEALTH_DEGRADED, since, "one run in a hundred starts %.1f s late",
            lag / 1000);
    else if (isnan(checks))
        add(p, "checker", HEALTH_OK, since, "%" PRId64 " alive", n);
    else
        add(p, "checker", HEALTH_OK, since, "%" PRId64 " alive, %.0f checks", n, checks);
}

static void keeper(struct health_parts *p)
{
    int row = role_row(p, "keeper");

    if (alive(p, row) == 0)
        absent(p, "keeper", row, "old data stays and abandoned jobs wait");
    else
        add(p, "keeper", HEALTH_OK, moment(p->roles, row, "since"), "is alive");
}

static void disk(struct request *q, struct health_parts *p)
{
    double growth = figure(p->server, "growth_bytes_a_day");
    struct machine_disk d;

    p->disk_days_left = NAN;
    p->disk_seen = machine_disk(config_text(q->app->config, "var_dir"), &d);
    if (!p->disk_seen) {
        add(p, "disk", HEALTH_UNKNOWN, 0, "cannot be read");
        return;
    }
    p->disk_free = d.free_bytes;
    p->disk_used_percent = d.used_percent;
    if (growth > 0)
        p->disk_days_left = (double)d.free_bytes / growth;
    enum health h = d.read_only || d.used_percent > full_down ? HEALTH_DOWN
                    : d.used_percent > full_degraded || p->disk_days_left < days_few
                        ? HEALTH_DEGRADED
                        : HEALTH_OK;
    double gib = (double)d.free_bytes / GIB;
    if (d.read_only)
        add(p, "disk", h, 0, "may only be read");
    else if (isnan(p->disk_days_left))
        add(p, "disk", h, 0, "%.1f GiB free, %.0f %% used", gib, d.used_percent);
    else
        add(p, "disk", h, 0, "%.1f GiB free, %.0f %% used; full in %.0f days as it grows", gib,
            d.used_percent, p->disk_days_left);
}

static void clock_part(struct health_parts *p)
{
    double ahead = figure(p->server, "ahead_s");

    if (ahead > AHEAD_S)
        add(p, "clock", HEALTH_DEGRADED, 0,
            "went back: the newest sign of life is %.0f s in the future", ahead);
    else if (machine_clock() == MACHINE_CLOCK_KEPT)
        add(p, "clock", HEALTH_OK, 0, "kept right by a time service");
    else
        add(p, "clock", HEALTH_UNKNOWN, 0,
            "the kernel knows of no time service that keeps it right");
}

/* Without the database or a checker nothing is watched; everything else is bearable for a while. */
static enum health whole(const struct health_parts *p)
{
    enum health worst = HEALTH_OK;

    for (size_t i = 0; i < p->n; i++) {
        const struct health_part *part = &p->list[i];
        bool vital = strcmp(part->name, "postgresql") == 0 || strcmp(part->name, "checker") == 0;
        if (part->status == HEALTH_DOWN && vital)
            return HEALTH_DOWN;
        if (part->status == HEALTH_DOWN || part->status == HEALTH_DEGRADED)
            worst = HEALTH_DEGRADED;
    }
    return worst;
}

void health_parts_look(struct request *q, struct health_parts *out)
{
    json_auto_t *run = services(q);

    *out = (struct health_parts){0};
    postgresql(q, out);
    if (out->server && ask(q, &health_roles, &out->roles) && ask(q, &health_engine, &out->engine) &&
        ask(q, &health_checkers, &out->checkers))
        (void)ask(q, &job_counts, &out->queue);
    redis(q, out);
    api(run, out);
    stream(out);
    checker(out);
    keeper(out);
    pinger(run, out);
    disk(q, out);
    clock_part(out);
    out->whole = whole(out);
}

void health_parts_clear(struct health_parts *p)
{
    PQclear(p->server);
    PQclear(p->roles);
    PQclear(p->engine);
    PQclear(p->checkers);
    PQclear(p->queue);
}
