/* Fixed windows aligned to the clock. Invariant: a caller that cannot be counted is refused. */
#include "api/rate.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/tries.h"
#include "base/buf.h"
#include "base/clock.h"

static const struct rate_class classes[RATE__COUNT] = {
    [RATE_READ] = {"read", 20000, 10},    [RATE_WRITE] = {"write", 4000, 10},
    [RATE_RUN] = {"run", 120, 60},        [RATE_RUN_MANY] = {"run_many", 12, 60},
    [RATE_PUBLIC] = {"public", 1200, 60}, [RATE_SIGN_IN] = {"sign_in", 300, 60},
    [RATE_PUSH] = {"push", 6000, 60},
};

static const struct rate_class blame = {"bad_key", 300, 60};

enum { SLOTS = 4096, PROBES = 8, KEY_MAX = 160, LEASES = 256, EXACT = 2000, SHARE = 500 };

/* Counters of this process; a slot is free when its window is over. */
struct rate_local {
    struct slot {
        uint64_t key;
        int64_t window_end_s;
        int64_t count;
    } slots[SLOTS];
    /* Calls taken from Redis' counter in advance, so that not each of them asks. */
    struct lease {
        uint64_t key;
        int64_t count, left; /* the counter after taking them; those not made yet */
    } leases[LEASES];
};

const struct rate_class *rate_class(enum rate r)
{
    return &classes[r];
}

struct rate_local *rate_new(struct err *e)
{
    struct rate_local *l = calloc(1, sizeof *l);

    if (!l)
        err_set(e, ERR_UNAVAILABLE, "no memory for the rate counters");
    return l;
}

void rate_free(struct rate_local *l)
{
    free(l);
}

static uint64_t hash(const char *key)
{
    uint64_t h = 14695981039346656037U; /* FNV-1a */

    for (; *key; key++)
        h = (h ^ (unsigned char)*key) * 1099511628211U;
    return h;
}

/* One more for the key; false when no slot is free. */
static bool count_here(struct rate_local *l, const char *key, int64_t now_s, int64_t end_s,
                       int64_t *count)
{
    uint64_t h = hash(key);
    struct slot *free_slot = NULL;

    for (size_t i = 0; i < PROBES; i++) {
        struct slot *s = &l->slots[(h + i) % SLOTS];
        if (s->window_end_s <= now_s) {
            free_slot = free_slot ? free_slot : s;
        } else if (s->key == h) {
            *count = ++s->count;
            return true;
        }
    }
    if (!free_slot)
        return false;
    *free_slot = (struct slot){.key = h, .window_end_s = end_s, .count = 1};
    *count = 1;
    return true;
}

/* The count so far; 0 when there is none. */
static int64_t counted_here(const struct rate_local *l, const char *key, int64_t now_s)
{
    uint64_t h = hash(key);

    for (size_t i = 0; i < PROBES; i++) {
        const struct slot *s = &l->slots[(h + i) % SLOTS];
        if (s->window_end_s > now_s && s->key == h)
            return s->count;
    }
    return 0;
}

static void anonymous_key(const char *ip, const struct rate_class *c, int64_t window,
                          char out[KEY_MAX])
{
    struct buf b = {.p = out, .cap = KEY_MAX};

    buf_fmt(&b, "p:rate:%s:", c->name);
    tries_network(ip, &b);
    buf_fmt(&b, ":%" PRId64, window);
}

static void key_of(const struct request *q, const struct rate_class *c, int64_t window,
                   char out[KEY_MAX])
{
    const struct actor *a = &q->actor;

    if (a->kind == ACTOR_ANONYMOUS)
        anonymous_key(q->ip, c, window, out);
    else
        snprintf(out, KEY_MAX, "t:%d:rate:%s:%c%" PRId64 ":%" PRId64, a->tenant, c->name,
                 a->kind == ACTOR_USER ? 'u' : 'k', a->id, window);
}

/* Limits of more than EXACT are counted in shares of a SHAREth: a process may leave one unused, so
 * a caller may meet his limit that much early, and never late. */
static bool count_leased(struct request *q, const struct rate_class *c, const char *key,
                         int64_t *count)
{
    uint64_t h = hash(key); /* the window is part of the key */
    struct lease *l = &q->app->rates->leases[h % LEASES];
    int share = c->limit > EXACT ? c->limit / SHARE : 1;

    if (l->key != h || l->left == 0) {
        *l = (struct lease){.key = h};
        if (!cache_count(q->app->cache, key, share, c->window_s * 1000, &l->count))
            return false;
        l->left = share;
    }
    *count = l->count - --l->left;
    return true;
}

static bool tell(struct request *q, const struct rate_class *c, int64_t left, int64_t reset_s,
                 struct err *e)
{
    char limit[24], remaining[24], reset[24];

    snprintf(limit, sizeof limit, "%d", c->limit);
    snprintf(remaining, sizeof remaining, "%" PRId64, left > 0 ? left : 0);
    snprintf(reset, sizeof reset, "%" PRId64, reset_s);
    return answer_header(q, "RateLimit-Limit", limit, e) &&
           answer_header(q, "RateLimit-Remaining", remaining, e) &&
           answer_header(q, "RateLimit-Reset", reset, e);
}

bool rate_take(struct request *q, struct err *e)
{
    const struct rate_class *c = &classes[q->route->rate];
    int64_t now = clock_wall_s(), window = now / c->window_s, end = (window + 1) * c->window_s;
    int64_t count = 0;
    char key[KEY_MAX];

    key_of(q, c, window, key);
    bool counted =
        count_leased(q, c, key, &count) || count_here(q->app->rates, key, now, end, &count);
    if (!counted)
        count = c->limit + 1;
    if (!tell(q, c, c->limit - count, end - now, e))
        return false;
    if (count <= c->limit)
        return true;
    e->retry_after_s = (int)(end - now);
    return err_set(e, ERR_THROTTLED, "at most %d such calls in %d seconds", c->limit, c->window_s);
}

/* --- keys that do not hold --- */

static void blame_key(const struct request *q, int64_t now, char out[KEY_MAX])
{
    anonymous_key(q->ip, &blame, now / blame.window_s, out);
}

static int64_t blame_end(int64_t now)
{
    return (now / blame.window_s + 1) * blame.window_s;
}

bool rate_blamed(struct request *q, struct err *e)
{
    int64_t now = clock_wall_s(), count;
    char key[KEY_MAX];
    struct str value;

    blame_key(q, now, key);
    if (!cache_get(q->app->cache, key, q->mem, &value) || !str_int(value, 0, INT64_MAX, &count))
        count = counted_here(q->app->rates, key, now);
    if (count < blame.limit)
        return true;
    e->retry_after_s = (int)(blame_end(now) - now);
    return err_set(e, ERR_THROTTLED, "too many calls from here with keys that do not hold");
}

void rate_blame(struct request *q)
{
    int64_t now = clock_wall_s(), count;
    char key[KEY_MAX];

    blame_key(q, now, key);
    if (!cache_count(q->app->cache, key, 1, blame.window_s * 1000, &count))
        (void)count_here(q->app->rates, key, now, blame_end(now), &count);
}
