/* Prefork on demand. Invariant: the master touches no request and no database, so nothing a client
 * sends can hurt it. */
#include "api/master.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "api/custody.h"
#include "api/start.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/proc.h"

enum {
    TICK_MS = 2000,  /* looks for stuck children */
    REST_MS = 5,     /* after a newcomer: lets an idle child take it */
    FULL_MS = 50,    /* the same while no further child may start */
    YOUNG_MS = 1000, /* a child that fails before this age failed to start */
    BACKOFF_MAX_MS = 8000,
    DRAIN_MS = 10000
};

struct master {
    struct master_plan *plan;
    struct scoreboard *board;
    struct parcel_way orphans; /* connections that want a child */
    struct custody custody;
    int listener, signals;
    int64_t not_before_mono_ms; /* next start of a child, after failures */
    int backoff_ms;
    bool stopping;
};

static _Noreturn void be_child(struct master *m, struct slot *slot)
{
    struct err e = {0};
    struct child_limits limits = m->plan->child;
    struct child_place place = {
        .listener = m->listener, .orphans = m->orphans, .custody = m->custody.gifts, .slot = slot};
    size_t index = (size_t)(slot - m->board->slots);

    proc_die_with_parent();
    close(m->signals);
    custody_renounce(&m->custody);
    limits.stays = index < m->plan->least;
    limits.serves += limits.serves / 16 * (index % 8); /* not all at the same time */
    bool done = child_run(m->plan->app, &place, &limits, &e);
    if (!done)
        log_err("serving requests", &e);
    proc_keep_counts();
    _exit(done ? 0 : 1);
}

static void start_child(struct master *m, struct slot *slot)
{
    scoreboard_set(slot, SLOT_STARTING);
    slot->started_mono_ms = clock_mono_ms();
    pid_t pid = fork();
    if (pid == 0)
        be_child(m, slot);
    if (pid < 0) {
        log_event(LOG_ERROR, "fork_failed", "reason", strerror(errno), NULL);
        scoreboard_set(slot, SLOT_FREE);
        m->not_before_mono_ms = clock_mono_ms() + YOUNG_MS;
        return;
    }
    slot->pid = pid;
}

static bool may_start(const struct master *m)
{
    return !m->stopping && clock_mono_ms() >= m->not_before_mono_ms;
}

static void keep_least(struct master *m)
{
    for (size_t i = 0; i < m->plan->least && may_start(m); i++)
        if (atomic_load(&m->board->slots[i].state) == SLOT_FREE)
            start_child(m, &m->board->slots[i]);
}

/* Somebody knocks, or waits to be adopted: whether anybody is there to open, or comes. */
static void on_knock(struct master *m, int *rest_ms)
{
    struct slot *free_slot = scoreboard_free(m->board, m->plan->most);

    *rest_ms = free_slot ? REST_MS : FULL_MS;
    if (free_slot && may_start(m) && scoreboard_count(m->board, SLOT_IDLE) == 0 &&
        scoreboard_count(m->board, SLOT_STARTING) == 0)
        start_child(m, free_slot);
}

static void crashed(struct master *m, const struct slot *slot, int status)
{
    char how[48];
    bool young = clock_mono_ms() - slot->started_mono_ms < YOUNG_MS;

    snprintf(how, sizeof how, "%s %d", WIFSIGNALED(status) ? "signal" : "exit status",
             WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    log_event(LOG_ERROR, "child_lost", "pool", route_pool_name(m->plan->app->pool), "how", how,
              NULL);
    if (young && atomic_load(&slot->served) == 0) {
        m->backoff_ms = m->backoff_ms ? m->backoff_ms * 2 : 100;
        if (m->backoff_ms > BACKOFF_MAX_MS)
            m->backoff_ms = BACKOFF_MAX_MS;
        m->not_before_mono_ms = clock_mono_ms() + m->backoff_ms;
    } else {
        m->backoff_ms = 0;
    }
}

static void reap(struct master *m)
{
    int status;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        struct slot *slot = scoreboard_of(m->board, pid);
        if (!slot)
            continue;
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
            crashed(m, slot, status);
        custody_pass_on(&m->custody, slot, &m->orphans);
        slot->pid = 0;
        atomic_store(&slot->served, 0);
        scoreboard_set(slot, SLOT_FREE);
    }
}

static void signal_children(struct master *m, int signal_number)
{
    for (size_t i = 0; i < SCOREBOARD_SLOTS; i++)
        if (m->board->slots[i].pid > 0)
            kill(m->board->slots[i].pid, signal_number);
}

static void end_stuck(struct master *m)
{
    int64_t now = clock_mono_ms();

    for (size_t i = 0; i < SCOREBOARD_SLOTS; i++) {
        struct slot *s = &m->board->slots[i];
        if (s->pid > 0 && atomic_load(&s->state) == SLOT_BUSY &&
            now - atomic_load(&s->since_mono_ms) > m->plan->stuck_ms) {
            log_event(LOG_ERROR, "child_stuck", "pool", route_pool_name(m->plan->app->pool), NULL);
            kill(s->pid, SIGKILL);
        }
    }
}

/* New settings for the children to come; the present ones finish what they have. */
static void reload(struct master *m)
{
    struct err e = {0};
    struct app *next = m->plan->reload(m->plan->app, &e);

    if (!next) {
        log_err("reading the configuration again; the old one stays", &e);
        return;
    }
    start_app_free(m->plan->app);
    m->plan->app = next;
    log_event(LOG_INFO, "reloaded", "pool", route_pool_name(next->pool), NULL);
    signal_children(m, SIGHUP);
}

static void on_signals(struct master *m)
{
    for (int s; (s = proc_signal_next(m->signals)) != 0;) {
        if (s == SIGTERM || s == SIGINT)
            m->stopping = true;
        else if (s == SIGHUP)
            reload(m);
    }
    reap(m);
}

static void stop(struct master *m)
{
    int64_t until = clock_mono_ms() + DRAIN_MS;
    struct pollfd p = {.fd = m->signals, .events = POLLIN};

    close(m->listener);
    signal_children(m, SIGTERM);
    for (;;) {
        reap(m);
        int64_t left = until - clock_mono_ms();
        if (scoreboard_count(m->board, SLOT_FREE) == SCOREBOARD_SLOTS)
            return;
        if (left <= 0) {
            log_event(LOG_WARN, "children_killed", "pool", route_pool_name(m->plan->app->pool),
                      NULL);
            signal_children(m, SIGKILL);
            until += DRAIN_MS;
            continue;
        }
        if (poll(&p, 1, (int)left) > 0)
            while (proc_signal_next(m->signals) != 0)
                ;
    }
}

bool master_run(struct master_plan *plan, int listener, struct err *e)
{
    const int wanted[] = {SIGTERM, SIGINT, SIGHUP, SIGCHLD};
    struct master m = {.plan = plan, .listener = listener};
    int rest_ms = 0;

    if (plan->most > SCOREBOARD_SLOTS)
        plan->most = SCOREBOARD_SLOTS;
    m.board = scoreboard_new(e);
    if (!m.board || !parcel_open(&m.orphans, e) || !custody_open(&m.custody, e) ||
        (m.signals = proc_signals(wanted, 4, e)) < 0)
        return false;
    if (fcntl(listener, F_SETFL, fcntl(listener, F_GETFL) | O_NONBLOCK) != 0)
        return err_set(e, ERR_INTERNAL, "the listening socket: %s", strerror(errno));
    log_event(LOG_INFO, "ready", "pool", route_pool_name(plan->app->pool), NULL);
    while (!m.stopping) {
        struct pollfd p[] = {{.fd = m.signals, .events = POLLIN},
                             {.fd = rest_ms ? -1 : listener, .events = POLLIN},
                             {.fd = rest_ms ? -1 : m.orphans.take, .events = POLLIN},
                             {.fd = m.custody.epoll, .events = POLLIN}};
        keep_least(&m);
        int wait = rest_ms ? rest_ms : m.not_before_mono_ms > clock_mono_ms() ? 100 : TICK_MS;
        int n = poll(p, 4, wait);
        rest_ms = 0;
        if (n > 0 && (p[0].revents & POLLIN))
            on_signals(&m);
        if (n > 0 && ((p[1].revents | p[2].revents) & POLLIN))
            on_knock(&m, &rest_ms);
        if (n > 0 && (p[3].revents & POLLIN))
            custody_turn(&m.custody);
        end_stuck(&m);
    }
    stop(&m);
    return true;
}
