/* One flush: rows turned into arrays, columns of one function call. */
#include "store/result_store.h"

#include <stdlib.h>
#include <string.h>

static const struct stmt FLUSH =
    STMT_SYSTEM("result_flush",
                "SELECT shard FROM checker_flush($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
                "$12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, "
                "$28, $29, $30)",
                30);
enum { FLUSH_ARGS = 30 };

/* Columns being filled; memory from the arena. */
struct columns {
    struct arena *mem;
    struct arg *args;
    size_t n; /* columns done */
    struct err *e;
    bool ok;
};

static void *column(struct columns *c, size_t rows, size_t size)
{
    void *p = c->ok ? arena_array(c->mem, rows + 1, size, c->e) : NULL;

    c->ok = c->ok && p;
    return p;
}

#define FILL(c, type, make, rows, expression)                                      \
    do {                                                                           \
        type *v_ = column(c, rows, sizeof *v_);                                    \
        for (size_t i = 0; (c)->ok && i < (rows); i++)                             \
            v_[i] = (expression);                                                  \
        (c)->ok = (c)->ok && make((c)->mem, v_, rows, &(c)->args[(c)->n], (c)->e); \
        (c)->n++;                                                                  \
    } while (0)

static void put_tokens(struct columns *c, const struct shard_tokens *t)
{
    int32_t shards[SHARDS];
    int64_t tokens[SHARDS];
    size_t n = 0;

    for (int s = 0; s < SHARDS; s++)
        if (t->token[s]) {
            shards[n] = s;
            tokens[n++] = t->token[s];
        }
    FILL(c, int32_t, arg_int4s, n, shards[i]);
    FILL(c, int64_t, arg_int8s, n, tokens[i]);
}

static int shard_of(const struct result_sample *s)
{
    return (int)(s->of.check % SHARDS);
}

static bool one_run(const struct result_sample *a, const struct result_sample *b)
{
    return a->of.tenant == b->of.tenant && shard_of(a) == shard_of(b);
}

/* By tenant and shard; within them as they came, which the time of the slot stands for. */
static int by_run(const void *left, const void *right)
{
    const struct result_sample *a = left, *b = right;
    int shards = shard_of(a) - shard_of(b);

    if (a->of.tenant != b->of.tenant)
        return a->of.tenant < b->of.tenant ? -1 : 1;
    return shards ? shards : (a->slot_us > b->slot_us) - (a->slot_us < b->slot_us);
}

/* Runs of samples of one tenant and shard; places count from 1, as arrays of SQL do. */
static void put_runs(struct columns *c, const struct result_sample *s, size_t n)
{
    int32_t *tenant = column(c, n, sizeof *tenant), *shard = column(c, n, sizeof *shard);
    int32_t *first = column(c, n, sizeof *first), *last = column(c, n, sizeof *last);
    size_t runs = 0;

    for (size_t i = 0; c->ok && i < n; i++) {
        if (i == 0 || !one_run(&s[i - 1], &s[i])) {
            tenant[runs] = s[i].of.tenant;
            shard[runs] = shard_of(&s[i]);
            first[runs++] = (int32_t)i + 1;
        }
        last[runs - 1] = (int32_t)i + 1;
    }
    FILL(c, int32_t, arg_int4s, runs, tenant[i]);
    FILL(c, int32_t, arg_int4s, runs, shard[i]);
    FILL(c, int32_t, arg_int4s, runs, first[i]);
    FILL(c, int32_t, arg_int4s, runs, last[i]);
}

static void put_samples(struct columns *c, const struct result_sample *samples, size_t n)
{
    struct result_sample *s = column(c, n, sizeof *s);

    if (!c->ok)
        return;
    if (n)
        memcpy(s, samples, n * sizeof *s);
    qsort(s, n, sizeof *s, by_run);
    put_runs(c, s, n);
    FILL(c, int64_t, arg_int8s, n, s[i].of.check);
    FILL(c, int64_t, arg_times, n, s[i].slot_us);
    char *letters = column(c, n, 1);
    for (size_t i = 0; c->ok && i < n; i++)
        letters[i] = status_letter(s[i].status);
    c->args[c->n++] = TEXTN(((struct str){letters ? letters : "", n}));
    FILL(c, double, arg_float8s, n, s[i].latency_ms);
}

static void put_events(struct columns *c, const struct result_event *v, size_t n)
{
    FILL(c, int32_t, arg_int4s, n, v[i].of.tenant);
    FILL(c, int64_t, arg_int8s, n, v[i].of.check);
    FILL(c, int64_t, arg_times, n, v[i].slot_us);
    FILL(c, const char *, arg_texts, n, v[i].changed ? status_name(v[i].from) : NULL);
    FILL(c, const char *, arg_texts, n, status_name(v[i].to));
    FILL(c, const char *, arg_texts, n, v[i].reason);
    FILL(c, const char *, arg_texts, n, v[i].message);
}

static void put_states(struct columns *c, const struct result_state *s, size_t n)
{
    FILL(c, int32_t, arg_int4s, n, s[i].of.tenant);
    FILL(c, int64_t, arg_int8s, n, s[i].of.check);
    FILL(c, const char *, arg_texts, n, status_name(s[i].status));
    FILL(c, const char *, arg_texts, n, s[i].reason);
    FILL(c, const char *, arg_texts, n, s[i].message);
    FILL(c, const char *, arg_texts, n, s[i].details);
    FILL(c, int64_t, arg_times, n, s[i].since_us);
    FILL(c, int64_t, arg_times, n, s[i].last_us);
    FILL(c, double, arg_float8s, n, s[i].latency_ms);
}

static void put_sightings(struct columns *c, const struct result_sighting *s, size_t n)
{
    FILL(c, int32_t, arg_int4s, n, s[i].of.tenant);
    FILL(c, int64_t, arg_int8s, n, s[i].of.check);
    FILL(c, int64_t, arg_times, n, s[i].last_us);
    FILL(c, double, arg_float8s, n, s[i].latency_ms);
}

bool result_flush_ask(struct db *d, const struct shard_tokens *tokens, const struct result_batch *b,
                      struct arena *mem, struct err *e)
{
    struct arg args[FLUSH_ARGS];
    struct columns c = {.mem = mem, .args = args, .e = e, .ok = true};

    put_tokens(&c, tokens);
    put_samples(&c, b->samples, b->nsamples);
    put_events(&c, b->events, b->nevents);
    put_states(&c, b->states, b->nstates);
    put_sightings(&c, b->sightings, b->nsightings);
    return c.ok && later_send(d, TENANT_NONE, &FLUSH, args, c.n, e);
}

void result_flush_answer(const PGresult *r, bool honoured[SHARDS])
{
    memset(honoured, 0, SHARDS * sizeof *honoured);
    for (int row = 0; row < PQntuples(r); row++) {
        int64_t shard = row_int(r, row, 0);
        if (shard >= 0 && shard < SHARDS)
            honoured[shard] = true;
    }
}
