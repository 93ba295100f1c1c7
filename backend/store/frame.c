/* The life of a worker process. */
#include "store/frame.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"

enum { PULSE_MS = 100, STATS_MAX = 4096, STATEMENT_MS = 10000, LOCK_MS = 2000 };

/* "kind tenant id" */
static void notified(void *self, const char *payload)
{
    struct frame *f = self;
    struct str rest = str_of(payload), kind, word;
    int64_t tenant = 0, id = 0;

    if (!str_cut(&rest, ' ', &kind))
        return;
    if (str_cut(&rest, ' ', &word) && !str_int(word, 0, INT32_MAX, &tenant))
        return;
    if (str_cut(&rest, ' ', &word) && !str_int(word, 0, INT64_MAX, &id))
        return;
    f->role->notified(f, kind, (int32_t)tenant, id);
}

static void opened(void *self)
{
    struct frame *f = self;

    ledger_want_at(&f->ledger, &f->beat, 0);
    f->role->opened(f);
}

static bool beat_ask(void *self, struct db *d, struct err *e)
{
    struct frame *f = self;
    struct jout stats;

    jout_init(&stats, STATS_MAX);
    jout_open(&stats, '{');
    f->role->stats(f, &stats);
    jout_close(&stats, '}');
    bool ok = jout_ok(&stats, e);
    if (ok) {
        char text[STATS_MAX + 1];
        struct str s = jout_view(&stats);
        memcpy(text, s.p, s.n);
        text[s.n] = '\0';
        ok = worker_beat_ask(d, &f->me, text, e);
    }
    jout_clear(&stats);
    return ok;
}

static void beat_answer(void *self, const PGresult *r, const struct err *e)
{
    struct frame *f = self;

    (void)r;
    (void)e;
    ledger_want_at(&f->ledger, &f->beat, clock_mono_ms() + FRAME_BEAT_MS);
}

static void leave(struct frame *f)
{
    struct err e = {0};

    f->stopped = true;
    f->role->stop(f);
    ledger_stop(&f->ledger);
    if (!worker_leave(f->db, &f->me, &e))
        log_err("leave", &e);
    db_close(f->db);
    uv_close((uv_handle_t *)&f->pulse, NULL);
    uv_close((uv_handle_t *)&f->term, NULL);
    uv_close((uv_handle_t *)&f->interrupt, NULL);
    uv_close((uv_handle_t *)&f->hangup, NULL);
}

static void pulse(uv_timer_t *timer)
{
    struct frame *f = timer->data;

    if (f->drain_until_mono_ms &&
        (f->role->drained(f) || clock_mono_ms() >= f->drain_until_mono_ms))
        leave(f);
}

static void terminate(uv_signal_t *signal, int number)
{
    struct frame *f = signal->data;

    (void)number;
    if (f->drain_until_mono_ms)
        return;
    log_event(LOG_INFO, "draining", NULL);
    f->drain_until_mono_ms = clock_mono_ms() + FRAME_DRAIN_MS;
    f->role->drain(f);
    uv_timer_start(&f->pulse, pulse, PULSE_MS, PULSE_MS);
}

/* A new configuration counts only when all of it can be read. */
static void hangup(uv_signal_t *signal, int number)
{
    struct frame *f = signal->data;
    struct config *fresh = calloc(1, sizeof *fresh);
    struct err e = {0};

    (void)number;
    if (!fresh || !config_load(fresh, f->config->path, &e)) {
        log_err("reload", &e);
        free(fresh);
        return;
    }
    config_clear(f->config);
    *f->config = *fresh;
    free(fresh);
    log_event(LOG_INFO, "reloaded", NULL);
    f->role->reload(f);
}

static bool identify(struct frame *f, struct err *e)
{
    char host[60] = "";

    if (gethostname(host, sizeof host - 1) != 0)
        host[0] = '\0';
    f->me = (struct worker_self){f->instance, f->role->name, clock_wall_us()};
    int n = snprintf(f->instance, sizeof f->instance, "%s-%s-%d-%" PRId64, f->role->name, host,
                     (int)getpid(), f->me.started_us / 1000);
    return (n > 0 && (size_t)n < sizeof f->instance) ||
           err_set(e, ERR_INTERNAL, "the host's name is too long");
}

static bool connect_as_role(struct frame *f, struct err *e)
{
    char key[64], password[128];

    snprintf(key, sizeof key, "db_%s", f->role->db_role);
    if (!config_secret(f->config, key, password, sizeof password, e))
        return false;
    struct db_target t = {.socket_dir = config_text(f->config, "pg_dir"),
                          .database = config_text(f->config, "pg_database"),
                          .role = f->role->db_role,
                          .password = password,
                          .application = f->role->name,
                          .statement_timeout_ms = STATEMENT_MS,
                          .lock_timeout_ms = LOCK_MS};
    f->db = db_new(&t, e);
    explicit_bzero(password, sizeof password);
    return f->db && db_listen_later(f->db, "tocsin", e);
}

static void start_handles(struct frame *f)
{
    const struct {
        uv_signal_t *handle;
        uv_signal_cb callback;
        int number;
    } signals[] = {{&f->term, terminate, SIGTERM},
                   {&f->interrupt, terminate, SIGINT},
                   {&f->hangup, hangup, SIGHUP}};

    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        uv_signal_init(f->loop, signals[i].handle);
        signals[i].handle->data = f;
        uv_signal_start(signals[i].handle, signals[i].callback, signals[i].number);
    }
    uv_timer_init(f->loop, &f->pulse);
    f->pulse.data = f;
}

bool frame_draining(const struct frame *f)
{
    return f->drain_until_mono_ms != 0;
}

bool frame_run(const struct frame_role *role, struct config *config, struct err *e)
{
    uv_loop_t loop;
    struct frame f = {.role = role, .config = config, .loop = &loop};

    if (!identify(&f, e) || !connect_as_role(&f, e)) {
        db_free(f.db);
        return false;
    }
    uv_loop_init(&loop);
    f.beat = (struct ledger_entry){"beat", beat_ask, beat_answer, &f, true, 0};
    f.ledger = (struct ledger){.notified = notified, .opened = opened, .self = &f};
    ledger_add(&f.ledger, &f.beat);
    bool started = role->start(&f, e);
    if (started) {
        start_handles(&f);
        ledger_start(&f.ledger, &loop, f.db);
        log_event(LOG_INFO, "started", "instance", f.instance, NULL);
        uv_run(&loop, UV_RUN_DEFAULT);
        log_event(LOG_INFO, "stopped", NULL);
    }
    uv_loop_close(&loop);
    free(f.self);
    db_free(f.db);
    return started;
}
