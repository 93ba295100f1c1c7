/* Samples of checks: when, which status, how long it took. The one interface to where they are
 * kept; today a table with one array row per check and ten minutes, holding a day, and before it
 * the batches of the last two minutes, as they were written.
 *
 * Writing is the checker's alone (store/result_store.h). The present state of a check, its texts
 * and details stand in check_state; what changed and what failing checks said, in check_event.
 *
 * For lists: sample_strip(tenant_id, check_id, count) is an SQL function that gives the letters of
 * the last samples of one check, oldest first: u up, g degraded, d down, ? unknown. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "domain/status.h"
#include "store/tx.h"

/* Results of one check, ascending, for an answer: ts, status, reason, latency_ms, message,
 * anomaly_score and details (null: nothing scores yet, and details are kept of the last run only).
 * $2 check id, $3 from (timestamptz, included), $4 to (excluded), $5 limit: the newest so many.
 * Reason and message are null and '' for good results, else what the check said at that time. */
extern const struct stmt sample_results;

struct sample {
    int64_t at_us; /* the slot it was scheduled for */
    enum status status;
    double latency_ms; /* NaN: nothing was measured */
};

/* Samples of one check in [from, to), ascending, into the arena. None is no error. ERR_LIMIT when
 * there are more than `most`. */
bool sample_range(struct tx *t, int64_t check_id, int64_t from_us, int64_t to_us, size_t most,
                  struct arena *mem, struct sample **out, size_t *n, struct err *e) MUST_CHECK;
