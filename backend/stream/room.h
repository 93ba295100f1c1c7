/* Listeners of one tenant and what is to be told to them. Invariant: a room knows one tenant, its
 * listeners are that tenant's, and whatever is read for it is read with that tenant set: nothing
 * else decides who hears what. */
#pragma once
#include <stdint.h>

#include "stream/listener.h"

enum { ROOM_IDS = 256, ROOM_BUCKETS = 256, ROOM_PAUSE_MS = 100 };

/* A check whose samples somebody watches. */
struct room_watch {
    int64_t check, host, after_us;
    bool fresh; /* was never asked for, or is to be told again what somebody missed */
};

struct room {
    struct room *next; /* in its bucket */
    int32_t tenant;
    struct listener *first;
    size_t n;
    unsigned held; /* named by a question that is under way */

    int64_t notices[ROOM_IDS]; /* to be told */
    size_t nnotices;
    bool many;              /* there were more: everything is to be read anew */
    bool catching;          /* somebody is to be told what he missed */
    int64_t told_mono_ms;   /* when a round began */
    bool look;              /* whether the things that listeners name are there is to be asked */
    int64_t runs[ROOM_IDS]; /* jobs that moved and somebody watches */
    size_t nruns;
    struct room_watch *watches; /* owned; by check */
    size_t nwatches;
};

struct rooms {
    struct room *buckets[ROOM_BUCKETS];
};

/* NULL without memory. */
struct room *room_of(struct rooms *all, int32_t tenant);
struct room *room_find(const struct rooms *all, int32_t tenant);
/* The next one after `last` (NULL: the first), in no particular order. */
struct room *room_next(const struct rooms *all, const struct room *last);
void room_enter(struct room *r, struct listener *l);
void room_leave(struct rooms *all, struct listener *l);
/* Frees it when nobody is in it and nothing is under way for it. */
void room_close(struct rooms *all, struct room *r);
/* How many of these hold the same session's account, or the same key. */
size_t room_count_of(const struct room *r, const struct listener *like);
void room_notice(struct room *r, int64_t id);
void room_run(struct room *r, int64_t id);
struct room_watch *room_watch(const struct room *r, int64_t check);
