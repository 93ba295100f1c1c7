/* Four queues and the flush that empties them. */
#include "workers/outbox.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"

enum {
    FLUSH_MS = 1000,
    RETRY_MS = 500,
    BATCH = 5000,
    MOST_SAMPLES = 150000, /* two minutes and more of a thousand results a second */
    AT_ONCE = 64,          /* parts of a full queue: so much goes when there is no room */
    MOST_TEXTS = 20000,
    SMALL = 512, /* room kept when empty */
    PATIENCE = 3
};

/* Room for one more at the end of a queue; when it is full and may not grow, the oldest goes. */
static bool room(void **items, size_t *n, size_t *cap, size_t size, size_t most)
{
    if (*n < *cap)
        return true;
    size_t bigger = *cap ? *cap * 2 : 64;
    if (bigger > most)
        bigger = most;
    void *grown = bigger > *cap ? realloc(*items, bigger * size) : NULL;
    if (!grown)
        return false;
    *items = grown;
    *cap = bigger;
    return true;
}

static void shrink(void **items, size_t n, size_t *cap, size_t size)
{
    void *smaller = n == 0 && *cap > SMALL ? realloc(*items, SMALL * size) : NULL;

    if (smaller) {
        *items = smaller;
        *cap = SMALL;
    }
}

static void take_out(void *items, size_t *n, size_t at, size_t count, size_t size)
{
    char *p = items;

    *n -= count;
    if (*n > at)
        memmove(p + at * size, p + (at + count) * size, (*n - at) * size);
}

static void free_events(struct outbox *o, size_t from, size_t n)
{
    for (size_t i = from; i < from + n; i++)
        free((char *)o->events[i].message);
    take_out(o->events, &o->nevents, from, n, sizeof *o->events);
}

static void free_states(struct outbox *o, size_t from, size_t n)
{
    for (size_t i = from; i < from + n; i++) {
        free((char *)o->states[i].message);
        free((char *)o->states[i].details);
    }
    take_out(o->states, &o->nstates, from, n, sizeof *o->states);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void name_shard(struct outbox *o, int64_t check)
{
    size_t shard = (size_t)(check % SHARDS);

    o->sent_tokens.token[shard] = o->leases->tokens.token[shard];
}

/* The tokens of the shards the flush speaks of, and no others: the database locks each. */
static void name_shards(struct outbox *o)
{
    o->sent_tokens = (struct shard_tokens){0};
    for (size_t i = 0; i < o->sent.nsamples; i++)
        name_shard(o, o->samples[i].of.check);
    for (size_t i = 0; i < o->sent.nevents; i++)
        name_shard(o, o->events[i].of.check);
    for (size_t i = 0; i < o->sent.nstates; i++)
        name_shard(o, o->states[i].of.check);
    for (size_t i = 0; i < o->sent.nsightings; i++)
        name_shard(o, o->sightings[i].of.check);
}

static bool ask(void *self, struct db *d, struct err *e)
{
    struct outbox *o = self;
    struct arena mem;

    if (outbox_empty(o) || !o->leases->asked)
        return false;
    o->sent = (struct result_batch){o->samples,
                                    o->events,
                                    o->states,
                                    o->sightings,
                                    least(o->nsamples, BATCH),
                                    least(o->nevents, BATCH),
                                    least(o->nstates, BATCH),
                                    least(o->nsightings, BATCH)};
    name_shards(o);
    FAULT_POINT("checker-before-flush");
    arena_init(&mem, ARENA_CAP);
    o->in_flight = result_flush_ask(d, &o->sent_tokens, &o->sent, &mem, e);
    arena_clear(&mem);
    FAULT_POINT("checker-flush-sent");
    return o->in_flight;
}

static void written(struct outbox *o, const PGresult *r)
{
    bool honoured[SHARDS];

    FAULT_POINT("checker-after-flush");
    result_flush_answer(r, honoured);
    for (size_t i = 0; i < o->sent.nsamples; i++)
        o->refused += !honoured[o->samples[i].of.check % SHARDS];
    take_out(o->samples, &o->nsamples, 0, o->sent.nsamples, sizeof *o->samples);
    free_events(o, 0, o->sent.nevents);
    free_states(o, 0, o->sent.nstates);
    take_out(o->sightings, &o->nsightings, 0, o->sent.nsightings, sizeof *o->sightings);
    shrink((void **)&o->samples, o->nsamples, &o->samples_cap, sizeof *o->samples);
    o->flushes++;
    o->refusals = 0;
    o->written += (int64_t)o->sent.nsamples;
    leases_refused(o->leases, honoured, &o->sent_tokens);
}

/* A refusal passes when it came from a check deleted in that moment. What is refused again and
 * again is a bad row, which must not stop all the others. */
static void give_up_one(struct outbox *o, const struct err *e)
{
    if (++o->refusals < PATIENCE)
        return;
    o->refusals = 0;
    log_event(LOG_ERROR, "flush_refused", "reason", e->msg, NULL);
    if (o->sent.nstates)
        free_states(o, 0, 1);
    else if (o->sent.nevents)
        free_events(o, 0, 1);
    else if (o->sent.nsamples)
        take_out(o->samples, &o->nsamples, 0, 1, sizeof *o->samples);
    o->dropped++;
}

static void answer(void *self, const PGresult *r, const struct err *e)
{
    struct outbox *o = self;

    o->in_flight = false;
    if (r)
        written(o, r);
    else if (e->code != ERR_UNAVAILABLE && e->code != ERR_NONE)
        give_up_one(o, e);
    bool more = o->nsamples > BATCH / 2 || frame_draining(o->frame);
    if (!outbox_empty(o))
        ledger_want_at(&o->frame->ledger, &o->entry,
                       clock_mono_ms() + (!r     ? RETRY_MS
                                          : more ? 0
                                                 : FLUSH_MS));
}

/* The first result after a quiet time is written at once, the next a second later. */
static void wake(struct outbox *o)
{
    if (!o->entry.wanted && !o->in_flight)
        ledger_want_at(&o->frame->ledger, &o->entry, clock_mono_ms() + FLUSH_MS / 4);
}

void outbox_start(struct outbox *o, struct frame *f, struct leases *l)
{
    o->frame = f;
    o->leases = l;
    o->entry = (struct ledger_entry){"flush", ask, answer, o, false, 0};
    ledger_add(&f->ledger, &o->entry);
}

void outbox_sample(struct outbox *o, const struct result_sample *s)
{
    if (!room((void **)&o->samples, &o->nsamples, &o->samples_cap, sizeof *s, MOST_SAMPLES)) {
        size_t oldest = o->in_flight ? o->sent.nsamples : 0;
        size_t some = least(o->samples_cap / AT_ONCE + 1, o->nsamples - oldest);
        o->dropped += (int64_t)some;
        take_out(o->samples, &o->nsamples, oldest, some, sizeof *s);
        if (some == 0)
            return;
    }
    o->samples[o->nsamples++] = *s;
    wake(o);
}

void outbox_event(struct outbox *o, const struct result_event *v)
{
    if (!room((void **)&o->events, &o->nevents, &o->events_cap, sizeof *v, MOST_TEXTS)) {
        size_t oldest = o->in_flight ? o->sent.nevents : 0;
        o->dropped++;
        if (oldest >= o->nevents)
            return;
        free_events(o, oldest, 1);
    }
    struct result_event own = *v;
    own.message = strdup(v->message);
    if (own.message)
        o->events[o->nevents++] = own;
    else
        o->dropped++;
    wake(o);
}

bool outbox_state_take(struct outbox *o, const struct result_state *s, char *details)
{
    if (!room((void **)&o->states, &o->nstates, &o->states_cap, sizeof *s, MOST_TEXTS)) {
        free(details);
        return false;
    }
    struct result_state own = *s;
    own.message = strdup(s->message);
    own.details = details;
    if (!own.message || !details) {
        free((char *)own.message);
        free(details);
        return false;
    }
    o->states[o->nstates++] = own;
    wake(o);
    return true;
}

void outbox_sighting(struct outbox *o, const struct result_sighting *s)
{
    if (!room((void **)&o->sightings, &o->nsightings, &o->sightings_cap, sizeof *s, MOST_TEXTS))
        return;
    o->sightings[o->nsightings++] = *s;
    wake(o);
}

bool outbox_empty(const struct outbox *o)
{
    return o->nsamples == 0 && o->nevents == 0 && o->nstates == 0 && o->nsightings == 0;
}

void outbox_stop(struct outbox *o)
{
    free_events(o, 0, o->nevents);
    free_states(o, 0, o->nstates);
    free(o->samples);
    free(o->events);
    free(o->states);
    free(o->sightings);
    *o = (struct outbox){.frame = o->frame};
}
