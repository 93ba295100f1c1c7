/* The frame's calls, and what notifications mean here. */
#include "stream/role.h"

#include "base/clock.h"
#include "stream/questions.h"

enum { LOST_US = 60 * 1000000 };

static void notified(struct frame *f, struct str kind, int32_t tenant, int64_t id)
{
    struct hall *h = f->self;
    struct room *r = room_find(&h->rooms, tenant);

    if (str_is(kind, "notice") && r) {
        room_notice(r, id);
        ledger_want_at(&f->ledger, &h->news, 0);
    } else if (str_is(kind, "run") && r) {
        room_run(r, id);
        tally_runs(h);
    } else if ((str_is(kind, "session") || str_is(kind, "rights")) && r) {
        ledger_want_at(&f->ledger, &h->who, 0);
    }
    if (str_is(kind, "run") || str_is(kind, "job"))
        tally_look(h);
}

/* Notifications may have been missed: everybody is told what happened since, some of it again. */
static void opened(struct frame *f)
{
    struct hall *h = f->self;
    int64_t since = clock_wall_us() - LOST_US;

    for (struct listener *l = h->all.first; l; l = l->next)
        if (l->state == LISTENER_OPEN) {
            struct room *r = room_find(&h->rooms, l->tenant);
            l->resume_us = since;
            l->catching = true;
            r->catching = r->look = true;
        }
    ledger_want_at(&f->ledger, &h->who, 0);
    ledger_want_at(&f->ledger, &h->look, 0);
    ledger_want_at(&f->ledger, &h->news, 0);
    ledger_want_at(&f->ledger, &h->runs, 0);
    ledger_want_at(&f->ledger, &h->system, 0);
}

static void reload(struct frame *f)
{
    (void)f;
}

static void drain(struct frame *f)
{
    hall_drain(f->self);
}

static bool drained(const struct frame *f)
{
    const struct hall *h = f->self;

    return h->all.n == 0;
}

static void stop(struct frame *f)
{
    hall_stop(f->self);
}

static void stats(const struct frame *f, struct jout *out)
{
    const struct hall *h = f->self;
    size_t rooms = 0, watched = 0;

    for (const struct room *r = room_next(&h->rooms, NULL); r; r = room_next(&h->rooms, r)) {
        rooms++;
        watched += r->nwatches;
    }
    const struct {
        const char *name;
        int64_t n;
    } all[] = {{"listeners", (int64_t)h->all.n}, {"tenants", (int64_t)rooms},
               {"watched", (int64_t)watched},    {"opened", h->opened},
               {"refused", h->refused},          {"events", h->events},
               {"resyncs", h->resyncs},          {"slow", h->slow},
               {"revoked", h->revoked}};

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        jout_name(out, all[i].name);
        jout_int(out, all[i].n);
    }
}

const struct frame_role stream_role = {
    .name = "stream",
    .db_role = "tocsin_stream",
    .network = false,
    .start = hall_start,
    .notified = notified,
    .opened = opened,
    .reload = reload,
    .drain = drain,
    .drained = drained,
    .stop = stop,
    .stats = stats,
};
