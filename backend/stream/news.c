/* Rounds: the notices of one room, read as hosts, checks and changes, one question each, and told.
 * A round is for everybody, about notices that have just come; or for those who missed something,
 * about all notices since the earliest time that one of them names. */
#include "stream/questions.h"

#include <string.h>

#include "base/clock.h"
#include "store/stream_store.h"
#include "stream/compose.h"

enum { FAILED_MS = 300 };

static const struct {
    enum topic whole;
    bool by_check;
    struct message *(*compose)(const PGresult *r, int64_t id, const struct topics *only);
} kinds[STREAM__KINDS] = {
    [STREAM_HOSTS] = {TOPIC_HOSTS, false, compose_hosts},
    [STREAM_CHECKS] = {TOPIC_CHECKS, true, compose_checks},
    [STREAM_CHANGES] = {TOPIC_CHANGES, true, compose_changes},
};

/* Whether this listener wants a kind at all, as a whole or in part. */
static bool wants(const struct listener *l, int kind)
{
    return topics_has(&l->topics, kinds[kind].whole, 0) || topics_any(&l->topics, TOPIC_HOST) ||
           (kinds[kind].by_check && topics_any(&l->topics, TOPIC_CHECK));
}

static bool in_round(const struct hall *h, const struct listener *l)
{
    return l->state == LISTENER_OPEN && (h->round.nids || l->in_round);
}

static bool wanted(const struct hall *h, int kind)
{
    for (const struct listener *l = h->round.room->first; l; l = l->next_in_room)
        if (in_round(h, l) && wants(l, kind))
            return true;
    return false;
}

static void tell_resync(struct hall *h, const char *reason)
{
    struct message *m = compose_resync(h->round.asked_us / 1000, reason);

    h->resyncs++;
    for (struct listener *l = h->round.room->first; l; l = l->next_in_room)
        if (in_round(h, l))
            listener_send(l, m);
    message_drop(m);
}

/* --- choosing --- */

static void begin_for_all(struct hall *h, struct room *r)
{
    h->round.nids = r->nnotices;
    memcpy(h->round.ids, r->notices, r->nnotices * sizeof *r->notices);
    r->nnotices = 0;
    h->round.asked_us = clock_wall_us();
    if (r->many)
        tell_resync(h, "many");
    r->many = false;
}

static void begin_for_some(struct hall *h, struct room *r)
{
    h->round.nids = 0;
    h->round.since_us = INT64_MAX;
    for (struct listener *l = r->first; l; l = l->next_in_room) {
        l->in_round = l->catching;
        l->catching = false;
        if (l->in_round && l->resume_us < h->round.since_us)
            h->round.since_us = l->resume_us;
    }
    r->catching = false;
    h->round.asked_us = clock_wall_us();
}

/* A room that has something to be told, or NULL; then *at is when to look again, or 0. */
static struct room *choose(struct hall *h, int64_t now, int64_t *at)
{
    struct room *best = NULL;

    *at = 0;
    for (struct room *r = room_next(&h->rooms, NULL); r; r = room_next(&h->rooms, r)) {
        int64_t due = r->told_mono_ms + ROOM_PAUSE_MS;
        if (!r->nnotices && !r->catching)
            continue;
        if (due > now)
            *at = *at && *at < due ? *at : due;
        else if (!best || r->told_mono_ms < best->told_mono_ms)
            best = r;
    }
    return best;
}

static bool begin(struct hall *h)
{
    int64_t now = clock_mono_ms(), at;
    struct room *r = choose(h, now, &at);

    if (!r) {
        if (at)
            ledger_want_at(&h->frame->ledger, &h->news, at);
        return false;
    }
    h->round.room = hall_hold_room(r);
    h->round.kind = 0;
    r->told_mono_ms = now;
    if (r->nnotices)
        begin_for_all(h, r);
    else
        begin_for_some(h, r);
    return true;
}

static void end(struct hall *h)
{
    for (struct listener *l = h->round.room->first; l; l = l->next_in_room)
        l->in_round = false;
    hall_release_room(h, &h->round.room);
    ledger_want_at(&h->frame->ledger, &h->news, 0);
}

/* --- asking and telling --- */

static bool ask(void *self, struct db *d, struct err *e)
{
    struct hall *h = self;

    if (!h->round.room && !begin(h))
        return false;
    while (h->round.kind < STREAM__KINDS && !wanted(h, h->round.kind))
        h->round.kind++;
    if (h->round.kind == STREAM__KINDS) {
        end(h);
        return false;
    }
    const struct stream_notices which = {
        .ids = {h->round.nids ? h->round.ids : NULL, h->round.nids}, .since_us = h->round.since_us};
    arena_reset(h->mem);
    return stream_notices_ask(d, h->round.room->tenant, (enum stream_kind)h->round.kind, &which,
                              h->mem, e);
}

static void tell(struct hall *h, const PGresult *r)
{
    int kind = h->round.kind;
    int64_t id = h->round.asked_us / 1000;
    struct message *whole = kinds[kind].compose(r, id, NULL);

    for (struct listener *l = h->round.room->first; l; l = l->next_in_room) {
        if (!in_round(h, l) || !wants(l, kind))
            continue;
        if (topics_has(&l->topics, kinds[kind].whole, 0)) {
            listener_send(l, whole);
            h->events += whole != NULL;
            continue;
        }
        struct message *part = kinds[kind].compose(r, id, &l->topics);
        listener_send(l, part);
        h->events += part != NULL;
        message_drop(part);
    }
    message_drop(whole);
}

/* Checks that came or went may belong to a host that is watched. */
static void look_again(struct hall *h, const PGresult *r)
{
    struct room *room = h->round.room;

    for (int row = 0; row < PQntuples(r) && !room->look; row++)
        room->look = row_bool(r, row, STREAM_CHECK_EDITED) && room->nwatches > 0;
    if (room->look)
        ledger_want_at(&h->frame->ledger, &h->look, 0);
}

/* Starts the round again, for all who were in it. */
static void put_back(struct hall *h)
{
    struct room *room = h->round.room;

    for (size_t i = 0; i < h->round.nids; i++)
        room_notice(room, h->round.ids[i]);
    for (struct listener *l = room->first; l; l = l->next_in_room)
        if (l->in_round)
            l->catching = room->catching = true;
}

static void answer(void *self, const PGresult *r, const struct err *e)
{
    struct hall *h = self;

    (void)e;
    if (!h->round.room)
        return;
    if (!r) {
        put_back(h);
        end(h);
        h->news.wanted = false;
        ledger_want_at(&h->frame->ledger, &h->news, clock_mono_ms() + FAILED_MS);
        return;
    }
    if (PQntuples(r) > STREAM_MOST) {
        tell_resync(h, "many");
        h->round.kind = STREAM__KINDS;
    } else {
        tell(h, r);
        if (h->round.kind == STREAM_CHECKS)
            look_again(h, r);
        h->round.kind++;
    }
    ledger_want_at(&h->frame->ledger, &h->news, 0);
}

void news_look(struct hall *h)
{
    ledger_want(&h->frame->ledger, &h->news);
}

void news_start(struct hall *h)
{
    h->news = (struct ledger_entry){"news", ask, answer, h, false, 0};
    ledger_add(&h->frame->ledger, &h->news);
}
