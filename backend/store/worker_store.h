/* Worker processes: a row each that tells they live. */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "store/later.h"

struct worker_self {
    const char *instance; /* unique among all that ever ran: host, pid and start */
    const char *role;
    int64_t started_us; /* wall clock */
};

/* System statement, no arguments -> role, instance, started_at, last_seen_at, alive, stats (json).
 */
extern const struct stmt worker_list;

/* Says that this worker lives; `stats` is a JSON object. Asked from a loop, the answer is empty. */
bool worker_beat_ask(struct db *d, const struct worker_self *w, const char *stats,
                     struct err *e) MUST_CHECK;
/* An orderly end: the row and the shards held go. Waits. */
bool worker_leave(struct db *d, const struct worker_self *w, struct err *e) MUST_CHECK;
/* Forgets instances unseen for an hour. */
bool worker_drop(struct db *d, int *dropped, struct err *e) MUST_CHECK;
