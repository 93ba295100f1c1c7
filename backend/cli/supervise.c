/* Supervision: one poll loop over signals and children's output. */
#include "cli/supervise.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/scope.h"
#include "cli/orphan.h"
#include "cli/run_status.h"
#include "cli/unit.h"

enum {
    MAX_UNITS = 32,
    MAX_TWINS = 8, /* second and further processes of one row */
    TWIN_NAME = 40,
    LOOK_MS = 20, /* between questions whether something is ready */
    HOUSEKEEPING_MS = 30000,
    ORPHAN_GRACE_MS = 3000,
    DESCRIPTORS = 16384
};

/* A row that runs more than once: the same under a name of its own. */
struct twin {
    struct service service;
    char name[TWIN_NAME], what[2 * TWIN_NAME];
};

struct supervisor {
    const struct place *place;
    char build[64];
    const char *listen;
    char **envp;
    struct unit units[MAX_UNITS];
    struct twin twins[MAX_TWINS];
    size_t n, ntwins;
    int signals;
    bool stopping, failed;
    int stop_stage;                /* while stopping: the stage being stopped */
    int64_t orphans_since_mono_ms; /* 0: none seen */
    int64_t housekeeping_mono_ms;
    unsigned long shown; /* digest of the states in the status file */
};

/* Children get these variables and no others. */
static const char *const passed_on[] = {"TOCSIN_FAULT",
                                        "TOCSIN_CLOCK_OFFSET_S",
                                        "ASAN_OPTIONS",
                                        "UBSAN_OPTIONS",
                                        "LSAN_OPTIONS",
                                        "GCOV_PREFIX",
                                        NULL};

static bool environment(struct supervisor *s, struct err *e)
{
    static char path[] = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    static char locale[] = "LC_ALL=C.UTF-8", zone[] = "TZ=UTC", home[] = "HOME=/nonexistent";
    enum { FIXED = 4, SPACE = FIXED + sizeof passed_on / sizeof *passed_on };
    size_t n = 0;

    s->envp = calloc(SPACE, sizeof *s->envp);
    if (!s->envp)
        return err_set(e, ERR_UNAVAILABLE, "out of memory");
    s->envp[n++] = path;
    s->envp[n++] = locale;
    s->envp[n++] = zone;
    s->envp[n++] = home;
    for (size_t i = 0; passed_on[i]; i++) {
        const char *value = getenv(passed_on[i]);
        if (value && asprintf(&s->envp[n++], "%s=%s", passed_on[i], value) < 0)
            return err_set(e, ERR_UNAVAILABLE, "out of memory");
    }
    return true;
}

static struct unit *by_pid(struct supervisor *s, pid_t pid)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->units[i].pid == pid)
            return &s->units[i];
    return NULL;
}

static void reap(struct supervisor *s)
{
    int status;

    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
        struct unit *u = by_pid(s, pid);
        if (u)
            unit_died(u, status);
    }
}

static bool is_unit(const void *context, pid_t pid)
{
    const struct supervisor *s = context;

    for (size_t i = 0; i < s->n; i++)
        if (s->units[i].pid == pid)
            return true;
    return false;
}

/* What a dead child leaves behind comes to us, the subreaper, and must go before it is started
 * again. True when nothing is left. */
static bool orphans_gone(struct supervisor *s, int64_t now)
{
    bool kill_now = s->orphans_since_mono_ms && now - s->orphans_since_mono_ms > ORPHAN_GRACE_MS;
    size_t left = orphan_signal(is_unit, s, kill_now ? SIGKILL : SIGTERM);

    if (left && !s->orphans_since_mono_ms)
        s->orphans_since_mono_ms = now;
    if (!left)
        s->orphans_since_mono_ms = 0;
    return left == 0;
}

/* The lowest stage that has not begun, or has a required unit that never became ready. */
static int open_stage(const struct supervisor *s)
{
    int stage = SERVICE_STAGES;

    for (size_t i = 0; i < s->n; i++) {
        const struct unit *u = &s->units[i];
        bool holds = u->state == UNIT_WAITING || (u->service->required && !u->was_ready);
        if (holds && u->service->stage < stage)
            stage = u->service->stage;
    }
    return stage;
}

static void start_stage(struct supervisor *s, int stage, int64_t now)
{
    bool clean = true, asked = false;

    for (size_t i = 0; i < s->n; i++) {
        struct unit *u = &s->units[i];
        unit_look(u, s->place, s->listen);
        bool again = u->state == UNIT_RESTING && now >= u->due_mono_ms;
        if (again && !asked) {
            clean = orphans_gone(s, now);
            asked = true;
        }
        if ((u->state == UNIT_WAITING && u->service->stage <= stage) || (again && clean))
            unit_start(u, s->place, s->listen, s->envp);
        if (u->state == UNIT_FAILED && u->service->required)
            s->failed = true;
    }
}

static void start_what_is_due(struct supervisor *s, int64_t now)
{
    int stage;

    do {
        stage = open_stage(s);
        start_stage(s, stage, now);
    } while (open_stage(s) != stage); /* what is ready already opens the next stage at once */
}

/* Stops the highest stage that still runs; true when nothing runs any more. */
static bool stop_next(struct supervisor *s, int64_t now)
{
    for (; s->stop_stage >= 0; s->stop_stage--) {
        bool running = false;
        for (size_t i = 0; i < s->n; i++) {
            struct unit *u = &s->units[i];
            if (u->service->stage != s->stop_stage)
                continue;
            if (u->state != UNIT_STOPPED)
                unit_stop(u);
            unit_overdue(u);
            running |= u->pid != 0;
        }
        if (running)
            return false;
    }
    return orphans_gone(s, now);
}

static void reload(struct supervisor *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->units[i].pid && s->units[i].service->reload_signal)
            kill(s->units[i].pid, s->units[i].service->reload_signal);
    log_event(LOG_INFO, "reloaded", NULL);
}

static void begin_stop(struct supervisor *s)
{
    if (s->stopping) { /* asked twice: do not be patient */
        for (size_t i = 0; i < s->n; i++)
            if (s->units[i].state == UNIT_STOPPING)
                s->units[i].due_mono_ms = 0;
        return;
    }
    s->stopping = true;
    s->stop_stage = SERVICE_STAGES - 1;
    log_event(LOG_INFO, "stopping", NULL);
}

static void take_signals(struct supervisor *s)
{
    for (int signal; (signal = proc_signal_next(s->signals)) != 0;) {
        if (signal == SIGHUP)
            reload(s);
        else if (signal != SIGCHLD)
            begin_stop(s);
    }
    reap(s);
}

static void rotate(struct supervisor *s, int64_t now)
{
    char access[160];

    if (now < s->housekeeping_mono_ms)
        return;
    s->housekeeping_mono_ms = now + HOUSEKEEPING_MS;
    snprintf(access, sizeof access, "%s/log/nginx/access.log", s->place->var);
    if (!output_rotate(access))
        return;
    for (size_t i = 0; i < s->n; i++)
        if (s->units[i].pid && strcmp(s->units[i].service->name, "nginx") == 0)
            kill(s->units[i].pid, SIGUSR1);
}

static void show(struct supervisor *s)
{
    unsigned long digest = 5381;
    struct err e = {0};

    for (size_t i = 0; i < s->n; i++)
        digest =
            (digest * 33 + (unsigned long)s->units[i].state) * 33 + (unsigned long)s->units[i].pid;
    digest = digest * 2 + s->stopping;
    if (digest == s->shown)
        return;
    s->shown = digest;
    if (!run_status_write(s->place, s->build, s->units, s->n, s->stopping ? "stopping" : "running",
                          &e))
        log_err("status", &e);
}

static int wait_ms(const struct supervisor *s, int64_t now)
{
    int64_t due = s->housekeeping_mono_ms;

    for (size_t i = 0; i < s->n; i++) {
        const struct unit *u = &s->units[i];
        int64_t at = u->state == UNIT_STARTING && u->service->ready != READY_BY_EXIT
                         ? now + LOOK_MS
                         : u->due_mono_ms;
        due = at < due ? at : due;
    }
    if (s->orphans_since_mono_ms && due > now + LOOK_MS)
        due = now + LOOK_MS;
    return due <= now ? (s->stopping || s->orphans_since_mono_ms ? LOOK_MS : 0) : (int)(due - now);
}

static void wait_for_news(struct supervisor *s)
{
    struct pollfd fds[MAX_UNITS + 1] = {{.fd = s->signals, .events = POLLIN}};

    for (size_t i = 0; i < s->n; i++)
        fds[i + 1] = (struct pollfd){.fd = s->units[i].output.pipe, .events = POLLIN};
    if (poll(fds, s->n + 1, wait_ms(s, clock_mono_ms())) <= 0)
        return;
    for (size_t i = 0; i < s->n; i++)
        if (fds[i + 1].revents)
            output_drain(&s->units[i].output);
    if (fds[0].revents)
        take_signals(s);
}

/* Connections are descriptors: children may open as many as this process was allowed to. */
static void allow_descriptors(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < DESCRIPTORS) {
        limit.rlim_cur = limit.rlim_max < DESCRIPTORS ? limit.rlim_max : DESCRIPTORS;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static void add_unit(struct supervisor *s, const struct service *row, const char *log_dir)
{
    if (s->n < MAX_UNITS)
        unit_init(&s->units[s->n++], row, log_dir);
}

static void add_units(struct supervisor *s, const struct config *c, const char *log_dir)
{
    for (const struct service *row = service_rows; row->name; row++) {
        int64_t count = row->count ? config_int(c, row->count) : 1;
        add_unit(s, row, log_dir);
        for (int64_t i = 2; i <= count && s->ntwins < MAX_TWINS; i++) {
            struct twin *t = &s->twins[s->ntwins++];
            t->service = *row;
            snprintf(t->name, sizeof t->name, "%.20s-%d", row->name, (int)i);
            snprintf(t->what, sizeof t->what, "%.40s, number %d", row->what, (int)i);
            t->service.name = t->name;
            t->service.what = t->what;
            add_unit(s, &t->service, log_dir);
        }
    }
}

static bool prepare(struct supervisor *s, const struct place *p, const struct config *c,
                    struct err *e)
{
    static const int signals[] = {SIGCHLD, SIGTERM, SIGINT, SIGQUIT, SIGHUP};
    char log_dir[128];

    *s = (struct supervisor){
        .place = p, .listen = config_text(c, "listen"), .stop_stage = SERVICE_STAGES - 1};
    snprintf(log_dir, sizeof log_dir, "%s/log", p->var);
    add_units(s, c, log_dir);
    run_status_build(p, s->build);
    allow_descriptors();
    if (!environment(s, e))
        return false;
    if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0)
        return err_set(e, ERR_INTERNAL, "cannot become a subreaper: %s", strerror(errno));
    s->signals = proc_signals(signals, sizeof signals / sizeof *signals, e);
    return s->signals >= 0;
}

static bool finish(struct supervisor *s, struct err *e)
{
    const struct unit *failed = NULL;

    for (size_t i = 0; i < s->n; i++) {
        output_close(&s->units[i].output);
        if (s->units[i].failed && s->units[i].service->required)
            failed = &s->units[i];
    }
    struct err unwritten = {0};
    if (!run_status_write(s->place, s->build, s->units, s->n, failed ? "failed" : "stopped",
                          &unwritten))
        log_err("status", &unwritten);
    close(s->signals);
    for (size_t i = 4; s->envp[i]; i++)
        free(s->envp[i]);
    free(s->envp);
    return !failed ||
           err_set(e, ERR_INTERNAL, "%s cannot work: %s", failed->service->name, failed->note);
}

static void work(struct supervisor *s)
{
    for (;;) {
        int64_t now = clock_mono_ms();
        if (s->failed && !s->stopping)
            begin_stop(s);
        if (!s->stopping)
            start_what_is_due(s, now);
        else if (stop_next(s, now))
            return;
        show(s);
        rotate(s, now);
        wait_for_news(s);
    }
}

bool supervise_run(const struct place *p, const struct config *c, struct err *e)
{
    struct supervisor *s = malloc(sizeof *s); /* large: line buffers of all children */

    if (!s)
        return err_set(e, ERR_UNAVAILABLE, "out of memory");
    bool ok = prepare(s, p, c, e);
    if (ok) {
        work(s);
        ok = finish(s, e);
    }
    free(s);
    return ok;
}
