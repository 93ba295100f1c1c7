/* Jobs and health, told when they changed; and runs, told as they move. */
#include "stream/questions.h"

#include <string.h>

#include "base/clock.h"
#include "store/stream_store.h"
#include "stream/compose.h"

enum { EVERY_MS = 5000, AFTER_NOTICE_MS = 500, FAILED_MS = 1000, TEXT_MAX = 256 };

static bool listens(const struct hall *h)
{
    for (const struct listener *l = h->all.first; l; l = l->next)
        if (l->state == LISTENER_OPEN &&
            (topics_has(&l->topics, TOPIC_JOBS, 0) || topics_has(&l->topics, TOPIC_SYSTEM, 0)))
            return true;
    return false;
}

static bool ask_system(void *self, struct db *d, struct err *e)
{
    return listens(self) && stream_system_ask(d, e);
}

static void number(struct jout *w, const char *name, int64_t n)
{
    jout_name(w, name);
    jout_int(w, n);
}

static struct message *jobs(const PGresult *r)
{
    struct jout w;

    jout_init(&w, TEXT_MAX);
    jout_open(&w, '{');
    number(&w, "queued", row_int(r, 0, 0));
    number(&w, "running", row_int(r, 0, 1));
    number(&w, "dead", row_int(r, 0, 2));
    jout_close(&w, '}');
    return message_take("jobs", 0, &w);
}

/* PostgreSQL answers, or nobody would hear this. Without a checker nothing is looked at. */
static struct message *status(const PGresult *r)
{
    int64_t checkers = row_int(r, 0, 3), keepers = row_int(r, 0, 4);
    struct jout w;

    jout_init(&w, TEXT_MAX);
    jout_open(&w, '{');
    jout_name(&w, "status");
    jout_z(&w, checkers == 0 ? "down" : keepers == 0 ? "degraded" : "ok");
    jout_close(&w, '}');
    return message_take("system", 0, &w);
}

static bool equal(const struct message *a, const struct message *b)
{
    return a && b && a->n == b->n && memcmp(a->p, b->p, a->n) == 0;
}

/* Tells it when it is not what was told last; takes `fresh`. */
static void tell_take(struct hall *h, enum topic topic, struct message **last,
                      struct message *fresh)
{
    if (!fresh || equal(*last, fresh)) {
        message_drop(fresh);
        return;
    }
    message_drop(*last);
    *last = fresh;
    for (struct listener *l = h->all.first, *next; l; l = next) {
        next = l->next;
        if (l->state == LISTENER_OPEN && topics_has(&l->topics, topic, 0)) {
            listener_send(l, fresh);
            h->events++;
        }
    }
}

static void answer_system(void *self, const PGresult *r, const struct err *e)
{
    struct hall *h = self;

    (void)e;
    if (r && PQntuples(r) == 1) {
        tell_take(h, TOPIC_JOBS, &h->jobs, jobs(r));
        tell_take(h, TOPIC_SYSTEM, &h->status, status(r));
    }
    ledger_want_at(&h->frame->ledger, &h->system, clock_mono_ms() + EVERY_MS);
}

void tally_look(struct hall *h)
{
    if (listens(h))
        ledger_want_at(&h->frame->ledger, &h->system, clock_mono_ms() + AFTER_NOTICE_MS);
}

/* What was told last may be old when nobody listened since. */
void tally_greet(struct hall *h, struct listener *l)
{
    if (!topics_has(&l->topics, TOPIC_JOBS, 0) && !topics_has(&l->topics, TOPIC_SYSTEM, 0))
        return;
    if (h->system.wanted) {
        if (topics_has(&l->topics, TOPIC_JOBS, 0))
            listener_send(l, h->jobs);
        if (topics_has(&l->topics, TOPIC_SYSTEM, 0))
            listener_send(l, h->status);
        return;
    }
    tally_stop(h);
    ledger_want_at(&h->frame->ledger, &h->system, 0);
}

void tally_stop(struct hall *h)
{
    message_drop(h->jobs);
    message_drop(h->status);
    h->jobs = h->status = NULL;
}

/* --- runs --- */

static bool ask_runs(void *self, struct db *d, struct err *e)
{
    struct hall *h = self;
    struct room *r = room_next(&h->rooms, NULL);

    while (r && !r->nruns)
        r = room_next(&h->rooms, r);
    if (!r)
        return false;
    const struct stream_ids ids = {r->runs, r->nruns};
    h->running = hall_hold_room(r);
    arena_reset(h->mem);
    return stream_runs_ask(d, r->tenant, ids, h->mem, e);
}

static void answer_runs(void *self, const PGresult *r, const struct err *e)
{
    struct hall *h = self;
    struct room *room = h->running;

    (void)e;
    if (!room)
        return;
    for (int row = 0; r && row < PQntuples(r); row++) {
        struct message *m = compose_run(r, row);
        for (struct listener *l = room->first; l; l = l->next_in_room)
            if (l->state == LISTENER_OPEN &&
                topics_has(&l->topics, TOPIC_RUN, row_int(r, row, 0))) {
                listener_send(l, m);
                h->events++;
            }
        message_drop(m);
    }
    if (r)
        room->nruns = 0;
    hall_release_room(h, &h->running);
    ledger_want_at(&h->frame->ledger, &h->runs, r ? 0 : clock_mono_ms() + FAILED_MS);
}

void tally_runs(struct hall *h)
{
    ledger_want_at(&h->frame->ledger, &h->runs, 0);
}

void tally_start(struct hall *h)
{
    h->system = (struct ledger_entry){"system", ask_system, answer_system, h, false, 0};
    h->runs = (struct ledger_entry){"runs", ask_runs, answer_runs, h, false, 0};
    ledger_add(&h->frame->ledger, &h->system);
    ledger_add(&h->frame->ledger, &h->runs);
}
