/* Reports of heartbeat checks. The token is the only credential; its SHA-256 is
 * host_check.push_hash. */
#pragma once
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "store/later.h"

/* The newest report of one check. */
struct beat {
    int32_t tenant;
    int64_t check_id;
    int64_t at_us;  /* database time of the report */
    int64_t age_ms; /* by the database's clock, when it was read */
    bool up;
    const char *message; /* borrowed from the answer */
    double ping_ms;      /* NaN: none */
};

/* Keeps a report and wakes the checker. `message` has at most 240 characters; ping_ms NaN: none.
 * ERR_NOT_FOUND when no enabled heartbeat check has that token. */
bool beat_push(struct db *d, const uint8_t hash[32], bool up, const char *message, double ping_ms,
               struct err *e) MUST_CHECK;

/* The newest reports of these checks; those that never reported are missing in the answer. */
bool beat_read_ask(struct db *d, const int32_t *tenants, const int64_t *checks, size_t n,
                   struct arena *mem, struct err *e) MUST_CHECK;
void beat_read_answer(const PGresult *r, int i, struct beat *out);
