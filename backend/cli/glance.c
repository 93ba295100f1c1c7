/* Four questions to the API and one page of answers. */
#include "cli/glance.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "cli/cell.h"
#include "cli/resource.h"
#include "cli/show.h"
#include "cli/visible.h"

static const struct resource_column host_columns[] = {
    {"STATUS", "status", .show = RESOURCE_STATE},
    {"HOST", "name", .width = 32},
    {"ADDRESS", "address", .width = 24},
    {"DOWN", "checks.down", .show = RESOURCE_COUNT},
    {"DEGRADED", "checks.degraded", .show = RESOURCE_COUNT},
    {"UNKNOWN", "checks.unknown", .show = RESOURCE_COUNT},
    {"CHECKS", "checks.total", .show = RESOURCE_COUNT},
    {"CHECKED", "last_checked_at", .show = RESOURCE_AGE},
    {0},
};
static const struct resource_column check_columns[] = {
    {"STATUS", "status", .show = RESOURCE_STATE},
    {"HOST", "host_name", .width = 24},
    {"CHECK", "name", .width = 24},
    {"TYPE", .path = "type"},
    {"LATENCY", "latency_ms", .show = RESOURCE_MS},
    {"MESSAGE", "message", .width = 40},
    {0},
};
static const struct resource_column change_columns[] = {
    {"AGO", "ts", .show = RESOURCE_AGE},
    {"HOST", "host_name", .width = 24},
    {"CHECK", "check_name", .width = 24},
    {"FROM", "from", .show = RESOURCE_STATE},
    {"TO", "to", .show = RESOURCE_STATE},
    {"MESSAGE", "message", .width = 40},
    {0},
};
static const struct resource hosts = {.name = "hosts", .columns = host_columns};
static const struct resource checks = {.name = "checks", .columns = check_columns};
static const struct resource changes = {.name = "changes", .columns = change_columns};

struct page {
    FILE *out;
    size_t rows;
    bool colour;
};

static json_int_t count(const json_t *o, const char *path)
{
    return json_integer_value(cell_find(o, path));
}

/* " 3 down" in its colour, when there are any. */
static void put_count(const struct page *p, const json_t *counts, const char *state)
{
    json_int_t n = count(counts, state);

    if (n == 0)
        return;
    fprintf(p->out, "  %" JSON_INTEGER_FORMAT " ", n);
    show_state(p->out, state, 0, p->colour);
}

static void put_counts(const struct page *p, const char *name, const json_t *counts)
{
    static const char *const states[] = {"down", "degraded", "unknown", "up", "paused", "pending"};

    fprintf(p->out, "%-8s%" JSON_INTEGER_FORMAT ":", name, count(counts, "total"));
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        put_count(p, counts, states[i]);
    fputc('\n', p->out);
}

/* A figure that was measured, with its unit; nothing for one that was not. */
static void put_figure(const struct page *p, const json_t *o, const char *path, const char *before,
                       const char *after)
{
    const json_t *v = cell_find(o, path);

    if (json_is_number(v))
        fprintf(p->out, "  %s%.*f%s", before, json_is_integer(v) ? 0 : 1, json_number_value(v),
                after);
}

static void put_parts(const struct page *p, const json_t *parts)
{
    const json_t *part;
    bool all = true;
    size_t i;

    fprintf(p->out, "parts   ");
    json_array_foreach(parts, i, part)
    {
        const char *name = json_string_value(json_object_get(part, "name"));
        const char *status = json_string_value(json_object_get(part, "status"));
        if (!name || !status || strcmp(status, "ok") == 0)
            continue;
        fputs(all ? "" : ", ", p->out);
        visible_print(p->out, str_of(name));
        fputc(' ', p->out);
        show_state(p->out, status, 0, p->colour);
        all = false;
    }
    fputs(all ? "all well\n" : "\n", p->out);
}

static void put_health(const struct page *p, struct client *c)
{
    struct err ignored = {0};
    json_t *h;

    if (!client_get(c, "/system/health", &h, &ignored))
        return;
    fprintf(p->out, "engine");
    put_figure(p, h, "engine.checks", "", " checks");
    put_figure(p, h, "engine.rate_per_s", "", " a second");
    put_figure(p, h, "engine.lag_p99_ms", "lag p99 ", " ms");
    put_figure(p, h, "engine.lag_max_ms", "max ", " ms");
    put_figure(p, h, "engine.overdue", "", " overdue");
    put_figure(p, h, "engine.missed", "", " missed");
    put_figure(p, h, "engine.used_percent", "", " % used");
    fprintf(p->out, "\nqueue ");
    put_figure(p, h, "queue.queued", "", " waiting");
    put_figure(p, h, "queue.running", "", " running");
    put_figure(p, h, "queue.failed", "", " failed");
    put_figure(p, h, "queue.dead", "", " dead");
    put_figure(p, h, "queue.oldest_queued_s", "oldest ", " s");
    fputc('\n', p->out);
    put_parts(p, json_object_get(h, "parts"));
    json_decref(h);
}

static void put_table(const struct page *p, const char *title, const struct resource *r,
                      const json_t *rows)
{
    json_t *some = json_array();
    struct show s;

    for (size_t i = 0; i < json_array_size(rows) && i < p->rows; i++)
        json_array_append(some, json_array_get(rows, i));
    if (json_array_size(some) > 0) {
        fprintf(p->out, "\n%s\n", title);
        show_begin(&s, p->out, SHOW_TABLE, r, false);
        s.colour = p->colour;
        s.cut = true;
        show_rows(&s, some);
        show_end(&s);
    }
    json_decref(some);
}

static void put_slowest(const struct page *p, struct client *c)
{
    struct err ignored = {0};
    char path[80];
    json_t *answer;

    snprintf(path, sizeof path, "/checks?sort=-latency_ms&limit=%zu", p->rows);
    if (!client_get(c, path, &answer, &ignored))
        return;
    put_table(p, "Slowest checks", &checks, json_object_get(answer, "items"));
    json_decref(answer);
}

bool glance_write(struct client *c, FILE *out, size_t rows, bool colour, struct err *e)
{
    const struct page p = {.out = out, .rows = rows, .colour = colour};
    char now[CLOCK_TEXT];
    json_t *overview;

    if (!client_get(c, "/overview", &overview, e))
        return false;
    clock_rfc3339(clock_wall_us(), now);
    visible_print(out, str_of(c->at.url));
    fprintf(out, "  %.19sZ\n", now);
    put_counts(&p, "hosts", json_object_get(overview, "hosts"));
    put_counts(&p, "checks", json_object_get(overview, "checks"));
    put_health(&p, c);
    put_table(&p, "Worst hosts", &hosts, json_object_get(overview, "worst_hosts"));
    put_slowest(&p, c);
    put_table(&p, "Latest changes", &changes, json_object_get(overview, "changes"));
    json_decref(overview);
    return true;
}
