/* Shards of checks, leased by the database's clock. The token of a shard grows whenever it changes
 * hands; a write that names an older one is refused. Asked from a loop: X_ask sends, X_answer
 * reads. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/later.h"

enum { SHARDS = 64, SHARD_LEASE_S = 10 };

struct shard_tokens {
    int64_t token[SHARDS]; /* 0: not held */
};

/* Prolongs what `instance` holds, takes free shards up to its fair part, gives back what is above.
 */
bool shard_lease_ask(struct db *d, const char *instance, struct err *e) MUST_CHECK;
void shard_lease_answer(const PGresult *r, struct shard_tokens *out);
