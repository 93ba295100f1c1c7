/* How late things began, over the last minute: a histogram for every ten seconds of it. Values are
 * exact below 16 ms, above to a fifth. A few kilobytes, no allocation. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum { LAG_BUCKETS = 88, LAG_WINDOWS = 6, LAG_WINDOW_MS = 10000 };

struct lag {
    struct lag_window {
        int64_t number; /* of the ten seconds it counts; 0: none yet */
        uint32_t n, bucket[LAG_BUCKETS];
        int64_t most_ms;
    } windows[LAG_WINDOWS];
};

struct lag_summary {
    int64_t n, p50_ms, p99_ms, most_ms;
};

/* late_ms below zero counts as zero. */
void lag_push(struct lag *l, int64_t mono_ms, int64_t late_ms);
/* Of the minute before. False: nothing began in it. */
bool lag_read(const struct lag *l, int64_t mono_ms, struct lag_summary *out);
