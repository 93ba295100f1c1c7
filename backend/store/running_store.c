/* Loading checks across tenants, by functions of the schema. */
#include "store/running_store.h"

#include <string.h>

#define COLUMNS                                                                                \
    "tenant_id, id, shard, type, interval_s, timeout_ms, retries, params, address, revision, " \
    "status, ran_at"
static const struct stmt LOAD =
    STMT_SYSTEM("running_load", "SELECT " COLUMNS " FROM checker_load($1, NULL, NULL)", 1);
static const struct stmt REFRESH =
    STMT_SYSTEM("running_refresh", "SELECT " COLUMNS " FROM checker_refresh($1, $2, $3)", 3);
static const struct stmt DIGEST =
    STMT_SYSTEM("running_digest", "SELECT shard, checks, digest FROM checker_digest($1)", 1);

int64_t running_digest_of(int64_t revision, int64_t id)
{
    return revision % 65537 * (id % 65537);
}

static bool shard_list(const bool shards[SHARDS], struct arena *mem, struct arg *out, struct err *e)
{
    int32_t list[SHARDS];
    size_t n = 0;

    for (int s = 0; s < SHARDS; s++)
        if (shards[s])
            list[n++] = s;
    return arg_int4s(mem, list, n, out, e);
}

bool running_load_ask(struct db *d, const bool shards[SHARDS], struct arena *mem, struct err *e)
{
    struct arg held;

    return shard_list(shards, mem, &held, e) && later_send(d, TENANT_NONE, &LOAD, ARGS(held), e);
}

bool running_refresh_ask(struct db *d, const bool shards[SHARDS], const struct running_key *keys,
                         size_t n, struct arena *mem, struct err *e)
{
    int32_t *tenants = arena_array(mem, n + 1, sizeof *tenants, e);
    int64_t *ids = arena_array(mem, n + 1, sizeof *ids, e);
    struct arg a[3];

    if (!tenants || !ids)
        return false;
    for (size_t i = 0; i < n; i++) {
        tenants[i] = keys[i].tenant;
        ids[i] = keys[i].id;
    }
    return shard_list(shards, mem, &a[0], e) && arg_int4s(mem, tenants, n, &a[1], e) &&
           arg_int8s(mem, ids, n, &a[2], e) &&
           later_send(d, TENANT_NONE, &REFRESH, ARGS(a[0], a[1], a[2]), e);
}

bool running_row(const PGresult *r, int i, struct running_row *out, struct err *e)
{
    enum status status = STATUS_PENDING;

    if (!row_null(r, i, 10) && !status_parse(str_of(row_text(r, i, 10)), &status))
        return err_set(e, ERR_INTERNAL, "a check has the state %s", row_text(r, i, 10));
    *out = (struct running_row){
        .tenant = (int32_t)row_int(r, i, 0),
        .id = row_int(r, i, 1),
        .shard = (int)row_int(r, i, 2),
        .type = row_text(r, i, 3),
        .interval_s = (int)row_int(r, i, 4),
        .timeout_ms = (int)row_int(r, i, 5),
        .retries = (int)row_int(r, i, 6),
        .params = row_text(r, i, 7),
        .address = row_text(r, i, 8),
        .revision = row_int(r, i, 9),
        .status = status,
        .ran_us = row_time_us(r, i, 11),
    };
    return true;
}

bool running_digest_ask(struct db *d, const bool shards[SHARDS], struct arena *mem, struct err *e)
{
    struct arg held;

    return shard_list(shards, mem, &held, e) && later_send(d, TENANT_NONE, &DIGEST, ARGS(held), e);
}

void running_digest_answer(const PGresult *r, struct running_digest out[SHARDS])
{
    memset(out, 0, SHARDS * sizeof *out);
    for (int row = 0; row < PQntuples(r); row++) {
        int64_t shard = row_int(r, row, 0);
        if (shard >= 0 && shard < SHARDS)
            out[shard] = (struct running_digest){row_int(r, row, 1), row_int(r, row, 2)};
    }
}
