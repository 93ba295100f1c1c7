/* Buckets: one a millisecond up to 16, then four to each doubling. */
#include "domain/lag.h"

#include <string.h>

enum { EXACT = 16, EXACT_BITS = 4, PARTS_BITS = 2 };

static int bucket_of(int64_t ms)
{
    if (ms < EXACT)
        return ms < 0 ? 0 : (int)ms;
    int octave = 63 - __builtin_clzll((uint64_t)ms);
    int part = (int)(ms >> (octave - PARTS_BITS)) & ((1 << PARTS_BITS) - 1);
    int i = EXACT + ((octave - EXACT_BITS) << PARTS_BITS) + part;
    return i < LAG_BUCKETS ? i : LAG_BUCKETS - 1;
}

/* The largest value of a bucket. */
static int64_t top_of(int i)
{
    if (i < EXACT)
        return i;
    int octave = EXACT_BITS + ((i - EXACT) >> PARTS_BITS);
    int64_t part = (i - EXACT) & ((1 << PARTS_BITS) - 1);
    return (int64_t)(((1 << PARTS_BITS) + part + 1) << (octave - PARTS_BITS)) - 1;
}

void lag_push(struct lag *l, int64_t mono_ms, int64_t late_ms)
{
    int64_t number = mono_ms / LAG_WINDOW_MS + 1;
    struct lag_window *w = &l->windows[number % LAG_WINDOWS];

    if (w->number != number) {
        memset(w, 0, sizeof *w);
        w->number = number;
    }
    w->n++;
    w->bucket[bucket_of(late_ms)]++;
    if (late_ms > w->most_ms)
        w->most_ms = late_ms;
}

bool lag_read(const struct lag *l, int64_t mono_ms, struct lag_summary *out)
{
    int64_t newest = mono_ms / LAG_WINDOW_MS + 1, sums[LAG_BUCKETS] = {0}, seen = 0;
    struct lag_summary s = {0, -1, -1, 0};

    for (int i = 0; i < LAG_WINDOWS; i++) {
        const struct lag_window *w = &l->windows[i];
        if (w->number == 0 || w->number <= newest - LAG_WINDOWS)
            continue;
        s.n += w->n;
        s.most_ms = w->most_ms > s.most_ms ? w->most_ms : s.most_ms;
        for (int b = 0; b < LAG_BUCKETS; b++)
            sums[b] += w->bucket[b];
    }
    if (s.n == 0)
        return false;
    for (int b = 0; b < LAG_BUCKETS; b++) {
        int64_t top = top_of(b) < s.most_ms ? top_of(b) : s.most_ms;
        seen += sums[b];
        if (s.p50_ms < 0 && 2 * seen >= s.n)
            s.p50_ms = top;
        if (s.p99_ms < 0 && 100 * seen >= 99 * s.n)
            s.p99_ms = top;
    }
    *out = s;
    return true;
}
