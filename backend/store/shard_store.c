/* Leases of shards. */
#include "store/shard_store.h"

static const struct stmt LEASE =
    STMT_SYSTEM("shard_lease", "SELECT shard, token FROM shard_lease($1, $2)", 2);

bool shard_lease_ask(struct db *d, const char *instance, struct err *e)
{
    return later_send(d, TENANT_NONE, &LEASE, ARGS(TEXT(instance), INT4(SHARD_LEASE_S)), e);
}

void shard_lease_answer(const PGresult *r, struct shard_tokens *out)
{
    *out = (struct shard_tokens){0};
    for (int row = 0; row < PQntuples(r); row++) {
        int64_t shard = row_int(r, row, 0);
        if (shard >= 0 && shard < SHARDS)
            out->token[shard] = row_int(r, row, 1);
    }
}
