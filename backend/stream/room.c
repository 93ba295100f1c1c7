/* Rooms by tenant. */
#include "stream/room.h"

#include <stdlib.h>

static struct room **bucket(const struct rooms *all, int32_t tenant)
{
    return (struct room **)&all->buckets[(uint32_t)tenant % ROOM_BUCKETS];
}

struct room *room_find(const struct rooms *all, int32_t tenant)
{
    struct room *r = *bucket(all, tenant);

    while (r && r->tenant != tenant)
        r = r->next;
    return r;
}

struct room *room_of(struct rooms *all, int32_t tenant)
{
    struct room *r = room_find(all, tenant), **at = bucket(all, tenant);

    if (r || !(r = calloc(1, sizeof *r)))
        return r;
    r->tenant = tenant;
    r->next = *at;
    *at = r;
    return r;
}

struct room *room_next(const struct rooms *all, const struct room *last)
{
    size_t i = last ? (uint32_t)last->tenant % ROOM_BUCKETS + 1 : 0;

    if (last && last->next)
        return last->next;
    while (i < ROOM_BUCKETS && !all->buckets[i])
        i++;
    return i < ROOM_BUCKETS ? all->buckets[i] : NULL;
}

void room_close(struct rooms *all, struct room *r)
{
    struct room **at = bucket(all, r->tenant);

    if (r->first || r->held)
        return;
    while (*at != r)
        at = &(*at)->next;
    *at = r->next;
    free(r->watches);
    free(r);
}

void room_enter(struct room *r, struct listener *l)
{
    l->next_in_room = r->first;
    r->first = l;
    r->n++;
    r->look = true;
}

void room_leave(struct rooms *all, struct listener *l)
{
    struct room *r = room_find(all, l->tenant);
    struct listener **at = r ? &r->first : NULL;

    while (at && *at && *at != l)
        at = &(*at)->next_in_room;
    if (!at || !*at)
        return;
    *at = l->next_in_room;
    r->n--;
    r->look |= l->topics.n > 0; /* what only he watched is watched no longer */
    room_close(all, r);
}

size_t room_count_of(const struct room *r, const struct listener *like)
{
    size_t n = 0;

    for (const struct listener *l = r->first; l; l = l->next_in_room)
        n += l->state < LISTENER_GONE && l->key == like->key && l->account == like->account;
    return n;
}

void room_notice(struct room *r, int64_t id)
{
    if (r->nnotices < ROOM_IDS)
        r->notices[r->nnotices++] = id;
    else
        r->many = true;
}

void room_run(struct room *r, int64_t id)
{
    for (size_t i = 0; i < r->nruns; i++)
        if (r->runs[i] == id)
            return;
    for (const struct listener *l = r->first; l; l = l->next_in_room)
        if (r->nruns < ROOM_IDS && topics_has(&l->topics, TOPIC_RUN, id)) {
            r->runs[r->nruns++] = id;
            return;
        }
}

static int by_check(const void *a, const void *b)
{
    int64_t x = ((const struct room_watch *)a)->check, y = ((const struct room_watch *)b)->check;

    return (x > y) - (x < y);
}

struct room_watch *room_watch(const struct room *r, int64_t check)
{
    const struct room_watch key = {.check = check};

    return r->nwatches ? bsearch(&key, r->watches, r->nwatches, sizeof key, by_check) : NULL;
}
