/* The checks that run, as the checker loads them: enabled, on an enabled host, of an active tenant.
 * All tenants; asked from a loop. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "domain/status.h"
#include "store/later.h"
#include "store/shard_store.h"

/* One check; text is borrowed from the answer. */
struct running_row {
    int32_t tenant;
    int64_t id;
    int shard, interval_s, timeout_ms, retries;
    const char *type, *params /* JSON */, *address;
    int64_t revision;   /* changes whenever anything above does */
    enum status status; /* PENDING: never seen */
    int64_t ran_us;     /* newest slot that has a sample; 0: none */
};

/* One check to read again; id 0: all of the tenant's. */
struct running_key {
    int32_t tenant;
    int64_t id;
};

struct running_digest {
    int64_t checks, sum;
};

/* What one check adds to the digest of its shard. */
int64_t running_digest_of(int64_t revision, int64_t id);

/* All checks of the shards whose flag is set. */
bool running_load_ask(struct db *d, const bool shards[SHARDS], struct arena *mem,
                      struct err *e) MUST_CHECK;
/* The checks named, where they lie in these shards. What is missing in the answer no longer runs.
 */
bool running_refresh_ask(struct db *d, const bool shards[SHARDS], const struct running_key *keys,
                         size_t n, struct arena *mem, struct err *e) MUST_CHECK;
/* Row i of either answer. */
bool running_row(const PGresult *r, int i, struct running_row *out, struct err *e) MUST_CHECK;
/* Count and sum of each shard, to compare with what is known here. */
bool running_digest_ask(struct db *d, const bool shards[SHARDS], struct arena *mem,
                        struct err *e) MUST_CHECK;
void running_digest_answer(const PGresult *r, struct running_digest out[SHARDS]);
