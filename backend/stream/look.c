/* The things that listeners of a room name: one question for all of them gives what is there, who
 * named something that is not, and which checks' samples are watched from now on. */
#include "stream/questions.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "store/stream_store.h"

enum { KINDS = 3, FAILED_MS = 300 };

static const enum topic kinds[KINDS] = {TOPIC_HOST, TOPIC_CHECK, TOPIC_RUN};
static const char letters[KINDS + 1] = "hcr";

/* All ids of one kind that listeners of the room name, repetitions included. */
static bool gather(struct hall *h, const struct room *r, enum topic kind, struct stream_ids *out,
                   struct err *e)
{
    size_t n = 0, most = 0;

    for (const struct listener *l = r->first; l; l = l->next_in_room)
        most += l->topics.n;
    int64_t *list = arena_array(h->mem, most + 1, sizeof *list, e);
    if (!list)
        return false;
    for (const struct listener *l = r->first; l; l = l->next_in_room)
        for (size_t i = 0; i < l->topics.n; i++)
            if (l->topics.ids[i].topic == kind)
                list[n++] = l->topics.ids[i].id;
    *out = (struct stream_ids){list, n};
    return true;
}

static bool ask(void *self, struct db *d, struct err *e)
{
    struct hall *h = self;
    struct stream_ids ids[KINDS];
    struct room *r = room_next(&h->rooms, NULL);

    while (r && !r->look)
        r = room_next(&h->rooms, r);
    if (!r)
        return false;
    r->look = false;
    h->looking = hall_hold_room(r);
    arena_reset(h->mem);
    for (int k = 0; k < KINDS; k++)
        if (!gather(h, r, kinds[k], &ids[k], e))
            return false;
    for (struct listener *l = r->first; l; l = l->next_in_room)
        l->waits = l->state == LISTENER_LOOKING;
    return stream_things_ask(d, r->tenant, ids[0], ids[1], ids[2], h->mem, e);
}

struct thing {
    char what;
    int64_t id, host;
};

static int by_what_and_id(const void *a, const void *b)
{
    const struct thing *x = a, *y = b;

    if (x->what != y->what)
        return x->what < y->what ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static const struct thing *find(const struct thing *list, size_t n, struct topic_id t)
{
    struct thing key = {.id = t.id};

    for (int k = 0; k < KINDS; k++)
        if (kinds[k] == t.topic)
            key.what = letters[k];
    return n ? bsearch(&key, list, n, sizeof key, by_what_and_id) : NULL;
}

static void settle(struct hall *h, struct listener *l, const struct thing *list, size_t n)
{
    char topic[TOPIC_TEXT];
    struct err e = {0};

    for (size_t i = 0; i < l->topics.n; i++) {
        if (find(list, n, l->topics.ids[i]))
            continue;
        topics_name(l->topics.ids[i], topic);
        err_set(&e, ERR_NOT_FOUND, "%s is not there", topic);
        hall_refuse(h, l, &e, topic);
        return;
    }
    hall_open(h, l);
}

/* Since when samples of a check are to be told, for those who have just come. */
static int64_t missed_since(const struct room *r, const struct thing *check, int64_t since)
{
    for (const struct listener *l = r->first; l; l = l->next_in_room)
        if (l->catching && l->resume_us < since &&
            (topics_has(&l->topics, TOPIC_CHECK, check->id) ||
             topics_has(&l->topics, TOPIC_HOST, check->host)))
            since = l->resume_us;
    return since;
}

/* What was watched before goes on where it was. */
static void watch(struct room *r, const struct thing *list, size_t n)
{
    struct room_watch *fresh = malloc((n + 1) * sizeof *fresh);
    int64_t now = clock_wall_us();
    size_t count = 0;

    if (!fresh) {
        r->look = true;
        return;
    }
    for (size_t i = 0; i < n; i++) {
        if (list[i].what != 'c')
            continue;
        const struct room_watch *old = room_watch(r, list[i].id);
        int64_t after = missed_since(r, &list[i], old ? old->after_us : now);
        fresh[count++] = (struct room_watch){list[i].id, list[i].host, after,
                                             !old || old->fresh || after < old->after_us};
    }
    free(r->watches);
    r->watches = fresh;
    r->nwatches = count;
}

static size_t things(struct hall *h, const PGresult *r, struct thing **out)
{
    struct err e = {0};
    size_t n = (size_t)PQntuples(r);
    struct thing *list = arena_array(h->mem, n + 1, sizeof *list, &e);

    for (size_t i = 0; list && i < n; i++)
        list[i] =
            (struct thing){row_text(r, (int)i, 0)[0], row_int(r, (int)i, 1), row_int(r, (int)i, 2)};
    *out = list;
    if (!list)
        return 0;
    qsort(list, n, sizeof *list, by_what_and_id);
    return n;
}

static void answer(void *self, const PGresult *r, const struct err *e)
{
    struct hall *h = self;
    struct room *room = h->looking;
    struct thing *list = NULL;
    size_t n = r ? things(h, r, &list) : 0;

    (void)e;
    if (!room)
        return;
    for (struct listener *l = room->first, *next; l; l = next) {
        next = l->next_in_room;
        if (list && l->waits && l->state == LISTENER_LOOKING)
            settle(h, l, list, n);
        l->waits = false;
    }
    if (list)
        watch(room, list, n);
    else
        room->look = true;
    hall_release_room(h, &h->looking);
    ledger_want_at(&h->frame->ledger, &h->look, list ? 0 : clock_mono_ms() + FAILED_MS);
    if (n)
        ledger_want_at(&h->frame->ledger, &h->results, 0);
}

void look_start(struct hall *h)
{
    h->look = (struct ledger_entry){"look", ask, answer, h, false, 0};
    ledger_add(&h->frame->ledger, &h->look);
}
