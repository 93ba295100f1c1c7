/* New samples of the checks that somebody looks at: one question a second for all of them. */
#include "stream/questions.h"

#include "base/clock.h"
#include "store/stream_store.h"
#include "stream/compose.h"

enum {
    EVERY_MS = 1000,
    WATCHED_MOST = 20000,
    LATE_US = 15 * 1000000 /* from the writing of a batch to its commit, at most */
};

static size_t count(const struct hall *h)
{
    size_t n = 0;

    for (struct room *r = room_next(&h->rooms, NULL); r; r = room_next(&h->rooms, r))
        n += r->nwatches;
    return n < WATCHED_MOST ? n : WATCHED_MOST;
}

static bool ask(void *self, struct db *d, struct err *e)
{
    struct hall *h = self;
    size_t n = 0, most = count(h);

    if (most == 0)
        return false;
    arena_reset(h->mem);
    struct stream_watch *list = arena_array(h->mem, most, sizeof *list, e);
    if (!list)
        return false;
    for (struct room *r = room_next(&h->rooms, NULL); r; r = room_next(&h->rooms, r))
        for (size_t i = 0; i < r->nwatches && n < most; i++)
            list[n++] = (struct stream_watch){r->tenant, r->watches[i].check,
                                              r->watches[i].after_us, r->watches[i].fresh};
    h->results_asked_us = clock_wall_us();
    return stream_results_ask(d, list, n, h->results_us - LATE_US, h->mem, e);
}

static void tell(struct hall *h, struct room *room, const struct room_watch *w, struct message *m)
{
    for (struct listener *l = room->first; l; l = l->next_in_room)
        if (l->state == LISTENER_OPEN && (topics_has(&l->topics, TOPIC_CHECK, w->check) ||
                                          topics_has(&l->topics, TOPIC_HOST, w->host))) {
            listener_send(l, m);
            h->events++;
        }
}

/* Rows [from, to) are one check's. */
static void take(struct hall *h, const PGresult *r, int from, int to)
{
    int32_t tenant = (int32_t)row_int(r, from, STREAM_RESULT_TENANT);
    struct room *room = room_find(&h->rooms, tenant);
    struct room_watch *w = room ? room_watch(room, row_int(r, from, STREAM_RESULT_CHECK)) : NULL;

    if (!w)
        return;
    struct message *m = compose_results(r, from, to, w->check, w->host);
    w->after_us = row_time_us(r, to - 1, STREAM_RESULT_TS);
    hall_hold_room(room);
    tell(h, room, w, m);
    hall_release_room(h, &room);
    message_drop(m);
}

static bool same(const PGresult *r, int a, int b)
{
    return row_int(r, a, STREAM_RESULT_CHECK) == row_int(r, b, STREAM_RESULT_CHECK) &&
           row_int(r, a, STREAM_RESULT_TENANT) == row_int(r, b, STREAM_RESULT_TENANT);
}

/* No question about what is watched comes in between, so these are the ones that were asked for. */
static void settle(struct hall *h)
{
    h->results_us = h->results_asked_us;
    for (struct room *r = room_next(&h->rooms, NULL); r; r = room_next(&h->rooms, r))
        for (size_t i = 0; i < r->nwatches; i++)
            r->watches[i].fresh = false;
}

static void answer(void *self, const PGresult *r, const struct err *e)
{
    struct hall *h = self;
    int rows = r ? PQntuples(r) : 0;

    (void)e;
    for (int from = 0, to; from < rows; from = to) {
        for (to = from + 1; to < rows && same(r, from, to);)
            to++;
        take(h, r, from, to);
    }
    if (r)
        settle(h);
    ledger_want_at(&h->frame->ledger, &h->results, clock_mono_ms() + EVERY_MS);
}

void results_start(struct hall *h)
{
    h->results = (struct ledger_entry){"results", ask, answer, h, false, 0};
    ledger_add(&h->frame->ledger, &h->results);
}
