/* self: the parts of the machine Tocsin runs on: its servers, and load, memory and disk. Not for
 * tenants to configure. */
#include "checks/self.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/scope.h"
#include "io/local.h"

enum { PART = CHECK_SELF_PART, PATH, DEGRADED, DOWN, SLOW };

static const struct param rows[] = {
    [PART] = {.name = "part",
              .type = PARAM_ENUM,
              .choices = "postgresql|redis|api|load|memory|disk",
              .required = true,
              .help = "What to look at."},
    [PATH] = {.name = "path",
              .type = PARAM_STRING,
              .min = 1,
              .max = 200,
              .def = "/",
              .help = "disk: a path on the file system meant."},
    [DEGRADED] = {.name = "degraded_above",
                  .type = PARAM_NUMBER,
                  .min = 0,
                  .max = 10000,
                  .def = "0",
                  .help = "load per processor, or percent used of memory or disk, that counts as "
                          "degraded; 0: 4, 90 and 85."},
    [DOWN] = {.name = "down_above",
              .type = PARAM_NUMBER,
              .min = 0,
              .max = 10000,
              .def = "0",
              .help = "The same for down; 0: never, 98 and 95."},
    [SLOW] = CHECK_ROW_SLOW,
    {0},
};

/* A measure against its two limits. */
static void judge(struct check_run *run, double value, const double limits[2], const char *reason,
                  const char *text)
{
    const struct check_value *v = run->plan->values;
    double degraded = v[DEGRADED].d > 0 ? v[DEGRADED].d : limits[0];
    double down = v[DOWN].d > 0 ? v[DOWN].d : limits[1];

    run->result.latency_ms = check_run_elapsed_ms(run);
    if (value > down)
        check_result_set(&run->result, STATUS_DOWN, reason, "%s", text);
    else if (value > degraded)
        check_result_set(&run->result, STATUS_DEGRADED, reason, "%s", text);
    else
        check_result_set(&run->result, STATUS_UP, NULL, "%s", text);
}

static void cannot_read(struct check_run *run, const char *what)
{
    check_result_set(&run->result, STATUS_UNKNOWN, "unreadable", "%s cannot be read", what);
}

static void look_at_load(struct check_run *run)
{
    static const double limits[2] = {4, INFINITY};
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    double load[3];
    char text[80];

    if (processors < 1 || getloadavg(load, 3) != 3) {
        cannot_read(run, "the load");
        return;
    }
    snprintf(text, sizeof text, "load %.2f on %ld processors", load[0], processors);
    check_result_number(&run->result, "load_1", load[0]);
    check_result_number(&run->result, "load_5", load[1]);
    check_result_number(&run->result, "load_15", load[2]);
    check_result_int(&run->result, "processors", processors);
    judge(run, load[0] / (double)processors, limits, "high_load", text);
}

/* "MemTotal:  16318480 kB" of /proc/meminfo, in KiB. */
static bool memory_line(const char *line, const char *name, int64_t *kib)
{
    size_t n = strlen(name);

    if (strncmp(line, name, n) != 0)
        return false;
    line += n + strspn(line + n, " ");
    return str_int((struct str){line, strspn(line, "0123456789")}, 0, INT64_MAX / 1024, kib);
}

static void look_at_memory(struct check_run *run)
{
    static const double limits[2] = {90, 98};
    AUTO_FILE file = fopen("/proc/meminfo", "re");
    int64_t total = 0, available = 0;
    char line[128], text[80];

    while (file && fgets(line, sizeof line, file))
        if (!memory_line(line, "MemTotal:", &total))
            (void)!memory_line(line, "MemAvailable:", &available);
    if (total <= 0) {
        cannot_read(run, "the memory");
        return;
    }
    double used = 100.0 * (double)(total - available) / (double)total;
    snprintf(text, sizeof text, "%.0f %% of %.1f GiB used", used, (double)total / 1048576);
    check_result_number(&run->result, "used_percent", used);
    check_result_int(&run->result, "total_bytes", total * 1024);
    check_result_int(&run->result, "available_bytes", available * 1024);
    judge(run, used, limits, "low_memory", text);
}

static void look_at_disk(struct check_run *run)
{
    static const double limits[2] = {85, 95};
    struct statvfs f;
    char text[120];

    if (statvfs(check_text(run, PATH), &f) != 0 || f.f_blocks == 0) {
        cannot_read(run, "the disk");
        return;
    }
    double taken = (double)(f.f_blocks - f.f_bfree), open = (double)f.f_bavail;
    double used = taken + open > 0 ? 100 * taken / (taken + open) : 100;
    double files = f.f_files > 0 ? 100.0 * (double)(f.f_files - f.f_ffree) / (double)f.f_files : 0;
    snprintf(text, sizeof text, "%.0f %% used, %.1f GiB free, %.0f %% of its files", used,
             open * (double)f.f_frsize / 1073741824, files);
    check_result_number(&run->result, "used_percent", used);
    check_result_number(&run->result, "files_percent", files);
    check_result_number(&run->result, "free_bytes", open * (double)f.f_frsize);
    judge(run, used > files ? used : files, limits, "disk_full", text);
}

static void start(struct check_run *run)
{
    static const struct {
        const char *part;
        void (*look)(struct check_run *run);
        bool later; /* ends the run by itself */
    } parts[] = {
        {"postgresql", check_self_postgresql_start, true},
        {"redis", check_self_redis_start, true},
        {"api", check_self_api_start, true},
        {"load", look_at_load, false},
        {"memory", look_at_memory, false},
        {"disk", look_at_disk, false},
    };
    size_t i = 0;

    ((struct check_self_state *)run->state)->fd = -1;
    while (strcmp(parts[i].part, check_text(run, PART)) != 0)
        i++; /* the rows allow no other */
    parts[i].look(run);
    if (!parts[i].later)
        check_end(run);
}

static void stop(struct check_run *run)
{
    struct check_self_state *s = (struct check_self_state *)run->state;

    if (s->talk)
        local_cancel(s->talk);
    s->talk = NULL;
    check_self_postgresql_stop(run);
    check_run_slow(run, SLOW);
}

static void late(struct check_run *run)
{
    check_result_set(&run->result, STATUS_DOWN, "timeout", "%s gave no answer in time",
                     check_text(run, PART));
}

const struct check_kind check_self = {
    .name = "self",
    .summary = "The parts of the machine Tocsin runs on",
    .cost_us = 200,
    .params = rows,
    .internal = true,
    .state_bytes = sizeof(struct check_self_state),
    .start = start,
    .stop = stop,
    .late = late,
};
