/* The checker's parts and how they are joined. */
#include "workers/checker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "workers/beats.h"
#include "workers/book.h"
#include "workers/capacity.h"
#include "workers/errands.h"
#include "workers/leases.h"
#include "workers/outbox.h"
#include "workers/policies.h"
#include "workers/runner.h"
#include "workers/uplink.h"

enum { PATH_MAX_BYTES = 1024, CONNINFO_MAX = 1500, ROUNDS_MS = 5000 };

struct checker {
    struct frame *frame;
    struct check_lab *lab; /* owned */
    struct leases leases;
    struct policies policies;
    struct outbox outbox;
    struct book book;
    struct runner runner;
    struct beats beats;
    struct errands errands;
    struct uplink uplink;
    struct capacity capacity;
    uv_timer_t rounds; /* looks for checks that are overdue */
};

static void shards_changed(void *self, const bool gained[SHARDS], const bool lost[SHARDS])
{
    struct checker *c = self;

    book_shards_changed(&c->book, gained, lost);
}

static void added(void *self, struct watch *w, bool changed)
{
    struct checker *c = self;

    runner_add(&c->runner, w, changed);
    if (w->passive)
        beats_add(&c->beats, w);
}

static void removed(void *self, struct watch *w)
{
    struct checker *c = self;

    runner_remove(&c->runner, w);
}

static void passive_due(void *self, struct watch *w)
{
    struct checker *c = self;

    beats_look(&c->beats, w);
}

static void judged(void *self, int32_t tenant, int64_t check, int64_t slot_us,
                   const struct check_result *result)
{
    struct checker *c = self;
    struct watch *w = book_find(&c->book, tenant, check);

    if (w)
        runner_result(&c->runner, w, slot_us, result);
}

static void look_at(void *self, struct watch *w)
{
    struct checker *c = self;

    if (runner_is_overdue(w, clock_mono_ms()))
        runner_overdue(&c->runner, w);
}

static void go_round(uv_timer_t *timer)
{
    struct checker *c = timer->data;

    if (c->policies.bare) /* else nothing runs yet */
        book_each(&c->book, look_at, c);
}

static void policies_ready(void *self)
{
    struct checker *c = self;

    runner_go(&c->runner);
    errands_look(&c->errands);
}

/* What `self` checks connect to, and where to find the pinger. */
static bool make_lab(struct checker *c, struct err *e)
{
    const struct config *config = c->frame->config;
    char pinger[PATH_MAX_BYTES], api[PATH_MAX_BYTES], conninfo[CONNINFO_MAX], password[128];
    const char *run = config_text(config, "run_dir"), *resolver = config_text(config, "resolver");
    struct buf paths[] = {BUF(pinger), BUF(api), BUF(conninfo)};

    if (!config_secret(config, "db_tocsin_checker", password, sizeof password, e))
        return false;
    buf_fmt(&paths[0], "%s/pinger/pinger.sock", run);
    buf_fmt(&paths[1], "%s/probe/api.sock", run);
    buf_fmt(&paths[2], "host='%s' dbname='%s' user=tocsin_checker password='%s' connect_timeout=3",
            config_text(config, "pg_dir"), config_text(config, "pg_database"), password);
    bool fits = buf_ok(&paths[0]) && buf_ok(&paths[1]) && buf_ok(&paths[2]);
    if (fits)
        c->lab = check_lab_new(
            &(struct check_lab_options){.loop = c->frame->loop,
                                        .resolvers = resolver[0] ? resolver : NULL,
                                        .pinger = pinger,
                                        .pg_conninfo = conninfo,
                                        .redis_socket = config_text(config, "redis_socket"),
                                        .api_socket = api},
            e);
    explicit_bzero(password, sizeof password);
    explicit_bzero(conninfo, sizeof conninfo);
    return fits ? c->lab != NULL
                : err_set(e, ERR_INTERNAL, "a path of the configuration is too long");
}

/* The order of entries in the ledger is their urgency. */
static void join(struct checker *c)
{
    c->leases.changed = shards_changed;
    c->policies.ready = policies_ready;
    c->book.added = added;
    c->book.removed = removed;
    c->runner.passive_due = passive_due;
    c->uplink.judged = judged;
    c->uplink.self = c;
    c->leases.self = c->policies.self = c->book.self = c->runner.self = c;
    c->runner.lab = c->errands.lab = c->uplink.lab = c->lab;
    c->runner.uplink = &c->uplink;
    c->runner.policies = c->errands.policies = &c->policies;
    c->runner.outbox = &c->outbox;
    c->beats.book = c->errands.book = &c->book;
    c->beats.runner = c->errands.runner = &c->runner;
    leases_start(&c->leases, c->frame);
    policies_start(&c->policies, c->frame);
    errands_start(&c->errands, c->frame);
    book_start(&c->book, c->frame, &c->leases);
    beats_start(&c->beats, c->frame);
    outbox_start(&c->outbox, c->frame, &c->leases);
    runner_start(&c->runner, c->frame);
    uplink_start(&c->uplink, c->frame);
    uv_timer_init(c->frame->loop, &c->rounds);
    c->rounds.data = c;
    uv_timer_start(&c->rounds, go_round, ROUNDS_MS, ROUNDS_MS);
}

static bool start(struct frame *f, struct err *e)
{
    struct checker *c = calloc(1, sizeof *c);

    if (!c)
        return err_set(e, ERR_UNAVAILABLE, "out of memory");
    c->frame = f;
    f->self = c;
    if (!make_lab(c, e))
        return false;
    capacity_measure(&c->capacity, config_int(f->config, "checkers"));
    join(c);
    return true;
}

static void notified(struct frame *f, struct str kind, int32_t tenant, int64_t id)
{
    struct checker *c = f->self;
    struct watch *w;

    if (str_is(kind, "check"))
        book_refresh(&c->book, tenant, id);
    else if (str_is(kind, "job"))
        errands_look(&c->errands);
    else if (str_is(kind, "egress"))
        policies_refresh(&c->policies);
    else if (str_is(kind, "overdue") && (w = book_find(&c->book, tenant, id)) != NULL)
        runner_doubted(w);
    else if (str_is(kind, "beat") && (w = book_find(&c->book, tenant, id)) != NULL && w->passive)
        beats_look(&c->beats, w);
}

/* Notifications may have been missed while we were away. */
static void opened(struct frame *f)
{
    struct checker *c = f->self;

    ledger_want_at(&f->ledger, &c->leases.entry, 0);
    policies_refresh(&c->policies);
    if (c->leases.asked)
        book_reconcile(&c->book);
    errands_look(&c->errands);
}

static void reload(struct frame *f)
{
    struct checker *c = f->self;

    policies_refresh(&c->policies);
    book_reconcile(&c->book);
}

static void drain(struct frame *f)
{
    struct checker *c = f->self;

    runner_go(&c->runner); /* puts the alarm out */
}

static bool drained(const struct frame *f)
{
    const struct checker *c = f->self;

    return c->runner.in_flight == 0 && c->uplink.nheld == 0 && errands_idle(&c->errands) &&
           outbox_empty(&c->outbox);
}

static void stop(struct frame *f)
{
    struct checker *c = f->self;

    uv_close((uv_handle_t *)&c->rounds, NULL);
    errands_stop(&c->errands);
    uplink_stop(&c->uplink);
    book_stop(&c->book);
    runner_stop(&c->runner);
    beats_stop(&c->beats);
    outbox_stop(&c->outbox);
    policies_stop(&c->policies);
    check_lab_free(c->lab);
}

/* The figures of the schedule; lag is absent while nothing has begun in the last minute. */
static void engine_stats(const struct checker *c, struct jout *out)
{
    int64_t now = clock_mono_ms();
    struct capacity_use use;
    struct lag_summary lag;

    capacity_use_of(&c->capacity, &c->book, now, &use);
    jout_name(out, "rate_per_s");
    jout_num(out, use.rate_per_s);
    jout_name(out, "overdue");
    jout_int(out, use.overdue);
    capacity_stats(&c->capacity, &use, out);
    if (!lag_read(&c->runner.lag, now, &lag))
        return;
    jout_name(out, "lag_p50_ms");
    jout_int(out, lag.p50_ms);
    jout_name(out, "lag_p99_ms");
    jout_int(out, lag.p99_ms);
    jout_name(out, "lag_max_ms");
    jout_int(out, lag.most_ms);
}

static void stats(const struct frame *f, struct jout *out)
{
    const struct checker *c = f->self;
    const struct {
        const char *name;
        int64_t value;
    } rows[] = {{"shards", leases_count(&c->leases)},
                {"checks", (int64_t)c->book.n},
                {"in_flight", (int64_t)c->runner.in_flight},
                {"started", c->runner.started},
                {"finished", c->runner.finished},
                {"missed", c->runner.missed},
                {"unknown", c->runner.blind},
                {"late_ms_most", c->runner.late_ms_most},
                {"doubted", c->uplink.doubted},
                {"waiting_results", (int64_t)c->outbox.nsamples},
                {"written", c->outbox.written},
                {"refused", c->outbox.refused},
                {"dropped", c->outbox.dropped},
                {"jobs_taken", c->errands.taken},
                {"jobs_done", c->errands.done},
                {"jobs_failed", c->errands.failed},
                {"jobs_lost", c->errands.lost}};

    engine_stats(c, out);
    jout_name(out, "uplink");
    jout_z(out, uplink_state_name(&c->uplink));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        jout_name(out, rows[i].name);
        jout_int(out, rows[i].value);
    }
}

const struct frame_role worker_checker = {
    .name = "checker",
    .db_role = "tocsin_checker",
    .network = true,
    .start = start,
    .notified = notified,
    .opened = opened,
    .reload = reload,
    .drain = drain,
    .drained = drained,
    .stop = stop,
    .stats = stats,
};
