/* A hash table of watches and the three questions that keep it true: load, refresh, digest. */
#include "workers/book.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"

enum {
    FIRST_BUCKETS = 64,
    MOST_KEYS = 2000,
    LOAD_SHARDS = 16 /* at once */,
    RECONCILE_MS = 60000,
    SCRATCH = 256 << 10
};

static size_t bucket_of(const struct book *b, int32_t tenant, int64_t id)
{
    uint64_t h =
        ((uint64_t)(uint32_t)tenant * 0x9e3779b97f4a7c15u) ^ ((uint64_t)id * 0xc2b2ae3d27d4eb4fu);

    return (size_t)(h >> 20) & (b->nbuckets - 1);
}

struct watch *book_find(const struct book *b, int32_t tenant, int64_t id)
{
    struct watch *w = b->nbuckets ? b->buckets[bucket_of(b, tenant, id)] : NULL;

    while (w && (w->tenant != tenant || w->id != id))
        w = w->next;
    return w;
}

void book_each(const struct book *b, void (*visit)(void *self, struct watch *w), void *self)
{
    for (size_t i = 0; i < b->nbuckets; i++)
        for (struct watch *w = b->buckets[i]; w; w = w->next)
            visit(self, w);
}

static bool grow(struct book *b)
{
    size_t old = b->nbuckets, n = old ? old * 2 : FIRST_BUCKETS;
    struct watch **fresh = calloc(n, sizeof *fresh), **before = b->buckets;

    if (!fresh)
        return false;
    b->buckets = fresh;
    b->nbuckets = n;
    for (size_t i = 0; i < old; i++)
        for (struct watch *w = before[i], *next; w; w = next) {
            next = w->next;
            struct watch **head = &fresh[bucket_of(b, w->tenant, w->id)];
            w->next = *head;
            *head = w;
        }
    free(before);
    return true;
}

static void count(struct book *b, const struct watch *w, int sign)
{
    b->sums[w->shard].checks += sign;
    b->sums[w->shard].sum += sign * running_digest_of(w->revision, w->id);
}

static void empty(struct watch *w)
{
    check_plan_free(w->plan);
    free(w->address);
    free(w->fault);
    w->plan = NULL;
    w->address = w->fault = NULL;
}

static void drop(struct book *b, struct watch **at)
{
    struct watch *w = *at;

    *at = w->next;
    b->n--;
    count(b, w, -1);
    b->removed(b->self, w);
    empty(w);
    free(w);
}

/* Drops the watches for which `which` holds. */
static void drop_all(struct book *b, bool (*which)(const struct watch *w, const bool *shards),
                     const bool *shards)
{
    for (size_t i = 0; i < b->nbuckets; i++)
        for (struct watch **at = &b->buckets[i]; *at;) {
            if (which(*at, shards))
                drop(b, at);
            else
                at = &(*at)->next;
        }
}

static bool in_shards(const struct watch *w, const bool *shards)
{
    return shards[w->shard];
}

static bool is_stale(const struct watch *w, const bool *shards)
{
    (void)shards;
    return w->stale;
}

static bool any(const struct watch *w, const bool *shards)
{
    (void)w;
    (void)shards;
    return true;
}

/* Reads the parameters once; what is wrong with them becomes the check's result. */
static void plan(struct watch *w, const struct running_row *row)
{
    struct err e = {0};
    const struct check_kind *kind = check_find(str_of(row->type));

    if (!kind)
        err_set(&e, ERR_INVALID, "this machine has no checks of type %s", row->type);
    else
        w->plan = check_plan_read(kind, str_of(row->params), &e);
    w->passive = kind && check_is_passive(kind);
    w->grace_ms = w->plan && w->passive ? (int)check_plan_int(w->plan, "grace_s") * 1000 : 0;
    if (!w->plan)
        w->fault = strdup(e.msg);
}

static bool fill(struct watch *w, const struct running_row *row)
{
    w->revision = row->revision;
    w->shard = row->shard;
    w->timeout_ms = row->timeout_ms;
    w->rule = (struct verdict_rule){row->retries, row->interval_s * 1000};
    w->ran_us = row->ran_us;
    w->address = strdup(row->address);
    plan(w, row);
    return w->address && (w->plan || w->fault);
}

static void put(struct book *b, const struct running_row *row)
{
    struct watch *w = book_find(b, row->tenant, row->id);
    bool changed = w != NULL;

    if (changed && w->revision == row->revision && w->shard == row->shard) {
        w->stale = false;
        return;
    }
    if (changed) {
        b->removed(b->self, w);
        count(b, w, -1);
        empty(w);
    } else {
        if ((b->n >= b->nbuckets && !grow(b) && b->nbuckets == 0) ||
            (w = calloc(1, sizeof *w)) == NULL)
            return; /* without memory: the next comparison finds it missing */
        w->tenant = row->tenant;
        w->id = row->id;
        verdict_init(&w->verdict, row->status);
        struct watch **head = &b->buckets[bucket_of(b, w->tenant, w->id)];
        w->next = *head;
        *head = w;
        b->n++;
    }
    w->stale = !fill(w, row);
    count(b, w, 1);
    if (!w->stale)
        b->added(b->self, w, changed);
}

static void put_rows(struct book *b, const PGresult *r)
{
    for (int i = 0; i < PQntuples(r); i++) {
        struct running_row row;
        struct err e = {0};
        if (!running_row(r, i, &row, &e))
            log_err("load", &e);
        else if (row.shard >= 0 && row.shard < SHARDS && b->leases->tokens.token[row.shard])
            put(b, &row);
    }
    drop_all(b, is_stale, NULL);
}

static void held_shards(const struct book *b, bool held[SHARDS])
{
    for (int s = 0; s < SHARDS; s++)
        held[s] = b->leases->tokens.token[s] != 0;
}

static bool load_ask(void *self, struct db *d, struct err *e)
{
    struct book *b = self;
    struct arena mem;
    int some = 0;

    for (int s = 0; s < SHARDS; s++) {
        b->load[s] = b->load[s] && b->leases->tokens.token[s];
        b->loading[s] = b->load[s] && some < LOAD_SHARDS;
        some += b->loading[s];
        b->load[s] = b->load[s] && !b->loading[s];
    }
    arena_init(&mem, SCRATCH);
    bool sent = some && running_load_ask(d, b->loading, &mem, e);
    arena_clear(&mem);
    return sent;
}

static void load_answer(void *self, const PGresult *r, const struct err *e)
{
    struct book *b = self;

    (void)e;
    if (!r) {
        for (int s = 0; s < SHARDS; s++)
            b->load[s] = b->load[s] || b->loading[s];
        ledger_want_at(&b->frame->ledger, &b->load_entry, clock_mono_ms() + 1000);
        return;
    }
    for (size_t i = 0; i < b->nbuckets; i++)
        for (struct watch *w = b->buckets[i]; w; w = w->next)
            w->stale = b->loading[w->shard];
    put_rows(b, r);
    ledger_want(&b->frame->ledger, &b->load_entry); /* the next shards, if there are more */
    ledger_want_at(&b->frame->ledger, &b->digest_entry, clock_mono_ms() + RECONCILE_MS);
}

static bool refresh_ask(void *self, struct db *d, struct err *e)
{
    struct book *b = self;
    bool held[SHARDS];
    struct arena mem;

    if (b->nkeys == 0)
        return false;
    held_shards(b, held);
    arena_init(&mem, SCRATCH);
    b->asked = b->nkeys;
    bool sent = running_refresh_ask(d, held, b->keys, b->nkeys, &mem, e);
    arena_clear(&mem);
    return sent;
}

static void mark_stale(struct book *b, const struct running_key *key)
{
    struct watch *one = key->id ? book_find(b, key->tenant, key->id) : NULL;

    if (one)
        one->stale = true;
    if (key->id)
        return;
    for (size_t i = 0; i < b->nbuckets; i++)
        for (struct watch *w = b->buckets[i]; w; w = w->next)
            w->stale = w->stale || w->tenant == key->tenant;
}

static void refresh_answer(void *self, const PGresult *r, const struct err *e)
{
    struct book *b = self;

    (void)e;
    if (!r) {
        b->asked = 0;
        ledger_want_at(&b->frame->ledger, &b->refresh_entry, clock_mono_ms() + 1000);
        return;
    }
    for (size_t i = 0; i < b->asked; i++)
        mark_stale(b, &b->keys[i]);
    put_rows(b, r);
    b->nkeys -= b->asked;
    memmove(b->keys, b->keys + b->asked, b->nkeys * sizeof *b->keys);
    b->asked = 0;
    if (b->nkeys)
        ledger_want(&b->frame->ledger, &b->refresh_entry);
}

static bool digest_ask(void *self, struct db *d, struct err *e)
{
    struct book *b = self;
    bool held[SHARDS];
    struct arena mem;

    held_shards(b, held);
    arena_init(&mem, SCRATCH);
    bool sent = running_digest_ask(d, held, &mem, e);
    arena_clear(&mem);
    return sent;
}

static void digest_answer(void *self, const PGresult *r, const struct err *e)
{
    struct book *b = self;
    struct running_digest theirs[SHARDS];
    bool differs = false;

    (void)e;
    ledger_want_at(&b->frame->ledger, &b->digest_entry, clock_mono_ms() + RECONCILE_MS);
    if (!r)
        return;
    running_digest_answer(r, theirs);
    for (int s = 0; s < SHARDS; s++)
        if (b->leases->tokens.token[s] &&
            (theirs[s].checks != b->sums[s].checks || theirs[s].sum != b->sums[s].sum))
            b->load[s] = differs = true;
    if (differs)
        ledger_want(&b->frame->ledger, &b->load_entry);
}

void book_start(struct book *b, struct frame *f, struct leases *l)
{
    b->frame = f;
    b->leases = l;
    b->load_entry = (struct ledger_entry){"load", load_ask, load_answer, b, false, 0};
    b->refresh_entry = (struct ledger_entry){"refresh", refresh_ask, refresh_answer, b, false, 0};
    b->digest_entry = (struct ledger_entry){"digest", digest_ask, digest_answer, b, false, 0};
    ledger_add(&f->ledger, &b->load_entry);
    ledger_add(&f->ledger, &b->refresh_entry);
    ledger_add(&f->ledger, &b->digest_entry);
}

void book_shards_changed(struct book *b, const bool gained[SHARDS], const bool lost[SHARDS])
{
    drop_all(b, in_shards, lost);
    for (int s = 0; s < SHARDS; s++)
        b->load[s] = b->load[s] || gained[s];
    ledger_want(&b->frame->ledger, &b->load_entry);
}

static void load_everything(struct book *b)
{
    b->nkeys = b->asked = 0;
    held_shards(b, b->load);
    ledger_want(&b->frame->ledger, &b->load_entry);
}

void book_refresh(struct book *b, int32_t tenant, int64_t id)
{
    for (size_t i = b->asked; i < b->nkeys; i++)
        if (b->keys[i].tenant == tenant && b->keys[i].id == id)
            return;
    if (id == 0 || b->nkeys >= MOST_KEYS) { /* a whole tenant: one by one would take too long */
        load_everything(b);
        return;
    }
    if (b->nkeys == b->keys_cap) {
        size_t cap = b->keys_cap ? b->keys_cap * 2 : 16;
        struct running_key *keys = realloc(b->keys, cap * sizeof *keys);
        if (!keys)
            return; /* the next comparison finds it */
        b->keys = keys;
        b->keys_cap = cap;
    }
    b->keys[b->nkeys++] = (struct running_key){tenant, id};
    ledger_want(&b->frame->ledger, &b->refresh_entry);
}

void book_reconcile(struct book *b)
{
    ledger_want(&b->frame->ledger, &b->digest_entry);
}

void book_stop(struct book *b)
{
    drop_all(b, any, NULL);
    free(b->buckets);
    free(b->keys);
    b->buckets = NULL;
    b->keys = NULL;
    b->nbuckets = b->nkeys = 0;
}
