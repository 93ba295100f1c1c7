/* From single results to the state of a check. A state changes only when results confirm it:
 *
 *   - worse news (up -> degraded -> down) needs retries + 1 results in a row that are all worse
 * than the state; the new state is the mildest of them, so "down" means that all of them said down;
 *   - better news is believed at once, except while the check flaps: then it takes three in a row;
 *   - UNKNOWN (we could not look) is no news: it never counts towards down and never against it.
 *     retries + 1 of them in a row make the state UNKNOWN, because nobody knows any more; the first
 *     does where nothing was known before.
 *
 * Pure: the caller brings results in the order of their slots, and the time. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "domain/status.h"

struct verdict_rule {
    int retries;     /* further bad results wanted before a worse state; 0 to 100 */
    int interval_ms; /* between scheduled runs; more than 0 */
};

/* Embedded by the owner of a check; zero bytes are a check never looked at. */
struct verdict {
    enum status state;            /* confirmed */
    uint8_t worse, better, blind; /* results in a row that are worse, better, UNKNOWN */
    enum status mildest, least;   /* of the worse ones, of the better ones */
    uint16_t flaps;               /* recent changes, one forgotten every VERDICT_FORGET_MS */
    int64_t flaps_mono_ms;        /* when `flaps` was last brought up to date */
};

struct verdict_step {
    bool changed;
    enum status from, to; /* equal when nothing changed */
    bool confirm;         /* a change waits for confirmation: look again in retry_ms */
    int retry_ms;
};

enum {
    VERDICT_RETRY_MS = 5000, /* between confirmations, or the interval when that is shorter */
    VERDICT_FORGET_MS = 600000,
    VERDICT_FLAPPING = 5, /* changes remembered from which on a check counts as flapping */
    VERDICT_CALM = 3      /* good results in a row that a flapping check must show */
};

/* Starts from a confirmed state, as read back after a restart. */
void verdict_init(struct verdict *v, enum status state);
/* Takes one result (UP, DEGRADED, DOWN or UNKNOWN). O(1), no allocation. */
struct verdict_step verdict_push(struct verdict *v, const struct verdict_rule *rule,
                                 enum status result, int64_t now_mono_ms);
/* Whether the check changes its state so often that good news is no longer believed at once. */
bool verdict_flapping(const struct verdict *v);
