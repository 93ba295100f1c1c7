/* The life of one supervised process. */
#include "cli/unit.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/scope.h"
#include "cli/probe.h"
#include "cli/spawn.h"
#include "cli/text.h"

enum {
    DELAY_FIRST_MS = 100,
    DELAY_MAX_MS = 10000,
    HEALTHY_MS = 10000, /* after this long a death is a new story: the delay starts over */
    READY_MS = 30000,
    RECOVERY_MS = 30 * 60000, /* PostgreSQL replaying its log is starting, not hanging */
    STEP_TRIES = 4
};

static void enter(struct unit *u, enum unit_state state, int64_t due_mono_ms)
{
    u->state = state;
    u->since_mono_ms = clock_mono_ms();
    u->due_mono_ms = due_mono_ms;
}

void unit_init(struct unit *u, const struct service *s, const char *log_dir)
{
    *u = (struct unit){.service = s, .delay_ms = DELAY_FIRST_MS, .due_mono_ms = INT64_MAX};
    output_init(&u->output, log_dir, s->name);
}

const char *unit_state_name(enum unit_state state)
{
    static const char *const names[] = {"waiting", "starting", "ready",    "done",
                                        "resting", "failed",   "stopping", "stopped"};
    return names[state];
}

bool unit_settled(const struct unit *u)
{
    return u->state == UNIT_READY || u->state == UNIT_DONE;
}

static bool fill(struct buf *b, const char *text, const struct place *p, struct err *e)
{
    const struct text_pair pairs[] = {{"VAR", p->var}, {"CONFIG", p->config}, {NULL, NULL}};

    return text_expand(b, str_of(text), pairs, e);
}

/* argv into `words`, each terminated, one after another in `store`. */
static bool arguments(const struct service *s, const struct place *p, const char *program,
                      struct buf *store, char *words[SERVICE_MAX_ARGS + 2], struct err *e)
{
    size_t n = 0;

    words[n++] = store->p + store->n;
    buf_str(store, program);
    buf_char(store, '\0');
    for (size_t i = 0; i < SERVICE_MAX_ARGS && s->args[i]; i++) {
        words[n++] = store->p + store->n;
        if (!fill(store, s->args[i], p, e))
            return false;
        buf_char(store, '\0');
    }
    words[n] = NULL;
    return buf_ok(store) || err_set(e, ERR_LIMIT, "the arguments of %s are too long", s->name);
}

static void rest(struct unit *u)
{
    int64_t lived = clock_mono_ms() - u->since_mono_ms;

    if (u->state == UNIT_READY && lived >= HEALTHY_MS)
        u->delay_ms = DELAY_FIRST_MS;
    enter(u, UNIT_RESTING, clock_mono_ms() + u->delay_ms);
    u->delay_ms = u->delay_ms * 2 > DELAY_MAX_MS ? DELAY_MAX_MS : u->delay_ms * 2;
    u->restarts++;
}

static bool remove_stale(const struct service *s, const struct place *p, struct err *e)
{
    char text[PATH_MAX];
    struct buf path = BUF(text);

    if (!s->stale)
        return true;
    if (!fill(&path, s->stale, p, e))
        return false;
    return unlink(text) == 0 || errno == ENOENT ||
           err_set(e, ERR_INTERNAL, "cannot remove %s: %s", text, strerror(errno));
}

static pid_t launch(struct unit *u, const struct place *p, char *const *envp, struct err *e)
{
    const struct service *s = u->service;
    char path[PATH_MAX], text[4096], *argv[SERVICE_MAX_ARGS + 2];
    struct buf store = BUF(text);
    AUTO_FD output = -1;

    if (s->program[0] == '/')
        snprintf(path, sizeof path, "%s", s->program);
    else if (!place_program(p, s->program, path, e))
        return -1;
    if (!remove_stale(s, p, e) || !arguments(s, p, path, &store, argv, e) ||
        !output_open(&u->output, &output, e))
        return -1;
    const struct spawn spawn = {.program = path,
                                .argv = argv,
                                .envp = envp,
                                .user = p->root ? s->user : NULL,
                                .network = s->network,
                                .keeps = s->keeps,
                                .death_signal = s->stop_signal ? s->stop_signal : SIGTERM,
                                .output = output};
    return spawn_start(&spawn, e);
}

void unit_start(struct unit *u, const struct place *p, const char *listen, char *const *envp)
{
    struct err e = {0};

    u->pid = launch(u, p, envp, &e);
    u->started_wall_us = clock_wall_us();
    if (u->pid < 0) {
        u->pid = 0;
        log_err("start", &e);
        snprintf(u->note, sizeof u->note, "%s", e.msg);
        rest(u);
        return;
    }
    bool patient = u->service->ready == READY_BY_PIDFILE || u->service->ready == READY_BY_EXIT;
    enter(u, UNIT_STARTING, clock_mono_ms() + (patient ? RECOVERY_MS : READY_MS));
    unit_look(u, p, listen);
}

static bool is_ready(const struct unit *u, const struct place *p, const char *listen)
{
    char text[PATH_MAX];
    struct buf path = BUF(text);
    struct err e = {0};

    if (u->service->ready_at && !fill(&path, u->service->ready_at, p, &e))
        return false;
    switch (u->service->ready) {
    case READY_AT_ONCE:
        return true;
    case READY_BY_SOCKET:
        return probe_socket(path.p);
    case READY_BY_PIDFILE:
        return probe_postmaster(path.p, u->pid);
    case READY_BY_LISTEN:
        return probe_listen(listen);
    case READY_BY_EXIT:
        break;
    }
    return false;
}

void unit_look(struct unit *u, const struct place *p, const char *listen)
{
    if (u->state != UNIT_STARTING)
        return;
    if (is_ready(u, p, listen)) {
        enter(u, UNIT_READY, INT64_MAX);
        u->was_ready = true;
        u->note[0] = '\0';
        log_event(LOG_INFO, "ready", "service", u->service->name, NULL);
    } else if (clock_mono_ms() >= u->due_mono_ms) {
        snprintf(u->note, sizeof u->note, "was not ready in time and has been killed");
        unit_overdue(u);
    }
}

static void describe(int status, char *out, size_t size)
{
    if (WIFSIGNALED(status))
        snprintf(out, size, "signal %d", WTERMSIG(status));
    else
        snprintf(out, size, "status %d", WEXITSTATUS(status));
}

static void remember(struct unit *u, const char *how)
{
    if (u->output.last[0])
        snprintf(u->note, sizeof u->note, "%s", u->output.last);
    else
        snprintf(u->note, sizeof u->note, "ended with %s", how);
}

void unit_died(struct unit *u, int status)
{
    char how[32];
    bool step = u->service->ready == READY_BY_EXIT,
         well = WIFEXITED(status) && !WEXITSTATUS(status);

    u->pid = 0;
    output_close(&u->output);
    describe(status, how, sizeof how);
    if (u->state == UNIT_STOPPING) {
        enter(u, UNIT_STOPPED, INT64_MAX);
        return;
    }
    if (step && well) {
        enter(u, UNIT_DONE, INT64_MAX);
        u->was_ready = true;
        u->note[0] = '\0';
        log_event(LOG_INFO, "done", "service", u->service->name, NULL);
        return;
    }
    remember(u, how);
    log_event(LOG_WARN, "ended", "service", u->service->name, "how", how, "said", u->note, NULL);
    if ((WIFEXITED(status) && WEXITSTATUS(status) == PROC_EXIT_CANNOT) ||
        (step && u->restarts + 1 >= STEP_TRIES)) {
        u->failed = true;
        enter(u, UNIT_FAILED, INT64_MAX);
    } else {
        rest(u);
    }
}

void unit_stop(struct unit *u)
{
    if (!u->pid) {
        enter(u, UNIT_STOPPED, INT64_MAX);
        return;
    }
    if (u->state == UNIT_STOPPING)
        return;
    enter(u, UNIT_STOPPING, clock_mono_ms() + u->service->stop_ms);
    kill(u->pid, u->service->stop_signal ? u->service->stop_signal : SIGTERM);
}

void unit_overdue(struct unit *u)
{
    if (!u->pid || clock_mono_ms() < u->due_mono_ms)
        return;
    log_event(LOG_WARN, "killed", "service", u->service->name, NULL);
    kill(u->pid, SIGKILL);
    u->due_mono_ms = INT64_MAX;
}
