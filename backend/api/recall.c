/* A small set-associative table. Keys begin with the tenant and hold everything an answer may
 * depend on besides the data: permissions and the question as it was put. */
#include "api/recall.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/answer.h"
#include "api/hearing.h"
#include "base/clock.h"

enum {
    SETS = 16,
    WAYS = 4,
    KEY_MAX = 1024,
    BODY_MAX = 512 << 10,
    ALL_MAX = 4 << 20, /* of a process; beyond it everything is dropped */
    FRESH_MS = 1000
};

struct kept {
    char *key, *body; /* owned */
    size_t key_n, body_n;
    uint64_t mark;
    int64_t made_mono_ms, revision;
    char etag[ANSWER_TAG];
};

struct recall {
    struct kept sets[SETS][WAYS];
    size_t bytes; /* of all bodies */
};

struct recall *recall_new(struct err *e)
{
    struct recall *r = calloc(1, sizeof *r);

    if (!r)
        err_set(e, ERR_UNAVAILABLE, "no memory for kept answers");
    return r;
}

static void drop(struct recall *r, struct kept *k)
{
    r->bytes -= k->body_n;
    free(k->key);
    free(k->body);
    *k = (struct kept){0};
}

static void drop_all(struct recall *r)
{
    for (int s = 0; s < SETS; s++)
        for (int w = 0; w < WAYS; w++)
            drop(r, &r->sets[s][w]);
}

void recall_free(struct recall *r)
{
    if (r)
        drop_all(r);
    free(r);
}

/* False for what is not to be kept: another method, a body, a question too long. */
static bool key_of(const struct request *q, char out[KEY_MAX], size_t *n)
{
    const char *uri = request_header(q, "REQUEST_URI"),
               *length = request_header(q, "CONTENT_LENGTH");

    if (!(q->route->flags & ROUTE_KEPT) || !uri || (length && *length) ||
        request_header(q, "HTTP_TRANSFER_ENCODING"))
        return false;
    int made = snprintf(out, KEY_MAX, "t:%" PRId32 ":%" PRIx64 ":%s", q->actor.tenant,
                        q->actor.permissions, uri);
    *n = made > 0 ? (size_t)made : 0;
    return made > 0 && made < KEY_MAX;
}

static struct kept *set_of(struct recall *r, const char *key, size_t n)
{
    uint64_t h = 14695981039346656037U; /* FNV-1a */

    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)key[i]) * 1099511628211U;
    return r->sets[(h ^ h >> 32) % SETS];
}

bool recall_find(struct request *q, struct err *e)
{
    char key[KEY_MAX];
    size_t n;

    (void)e;
    q->data_mark = 0;
    if (!q->app->recall || !key_of(q, key, &n))
        return true;
    q->data_mark = hearing_mark(q->app, HEARING_DATA, q->actor.tenant);
    struct kept *set = set_of(q->app->recall, key, n);
    int64_t now = clock_mono_ms();
    for (int w = 0; q->data_mark && w < WAYS; w++) {
        const struct kept *k = &set[w];
        if (k->key_n != n || memcmp(k->key, key, n) != 0 || k->mark != q->data_mark ||
            now - k->made_mono_ms >= FRESH_MS)
            continue;
        answer_raw(q, "application/json", (struct str){k->body, k->body_n});
        q->answer->revision = k->revision;
        memcpy(q->answer->tag, k->etag, sizeof k->etag);
        break;
    }
    return true;
}

/* The same key's place, else an empty one, else the oldest. */
static struct kept *place_for(struct kept *set, const char *key, size_t n)
{
    struct kept *best = &set[0];

    for (int w = 0; w < WAYS; w++) {
        if (set[w].key_n == n && memcmp(set[w].key, key, n) == 0)
            return &set[w];
        if (set[w].made_mono_ms < best->made_mono_ms)
            best = &set[w];
    }
    return best;
}

void recall_keep(struct request *q)
{
    struct recall *r = q->app->recall;
    struct str body = answer_body(q->answer);
    char key[KEY_MAX];
    size_t n;

    if (!q->data_mark || body.n == 0 || body.n > BODY_MAX || !key_of(q, key, &n))
        return;
    answer_tag(q->answer);
    struct kept *k = place_for(set_of(r, key, n), key, n);
    drop(r, k);
    if (r->bytes + body.n > ALL_MAX)
        drop_all(r);
    k->key = malloc(n);
    k->body = malloc(body.n);
    if (!k->key || !k->body) {
        drop(r, k);
        return;
    }
    memcpy(k->key, key, n);
    memcpy(k->body, body.p, body.n);
    memcpy(k->etag, q->answer->tag, sizeof k->etag);
    k->key_n = n;
    k->body_n = body.n;
    k->mark = q->data_mark;
    k->revision = q->answer->revision;
    k->made_mono_ms = clock_mono_ms();
    r->bytes += body.n;
}
