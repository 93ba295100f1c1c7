/* Repeated requests. Invariant: the answer is kept in the transaction that did the work, so there
 * is never the one without the other. */
#include "api/replay.h"

#include <stdlib.h>
#include <string.h>

#include "api/answer.h"
#include "api/intake.h"
#include "base/buf.h"
#include "io/crypto.h"
#include "store/idempotency_store.h"

enum { KEY_MAX = 255 };

static bool applies(const struct request *q)
{
    return strcmp(q->route->method, "POST") == 0 && q->actor.kind != ACTOR_ANONYMOUS &&
           request_header(q, "HTTP_IDEMPOTENCY_KEY");
}

static struct idempotency identity(const struct request *q)
{
    struct idempotency i = {.actor_kind = q->actor.kind == ACTOR_USER ? "user" : "api_key",
                            .actor_id = q->actor.id,
                            .key = request_header(q, "HTTP_IDEMPOTENCY_KEY")};

    memcpy(i.asked, q->request_hash, sizeof i.asked);
    return i;
}

static bool usable(struct request *q, const char *key, struct err *e)
{
    size_t n = strlen(key);
    bool printable = true;

    for (size_t i = 0; i < n; i++)
        printable &= key[i] > 0x20 && key[i] < 0x7f;
    return (printable && n <= KEY_MAX) ||
           request_fault(q, e, "Idempotency-Key", "bad_format",
                         "must be 1 to %d printable characters", KEY_MAX);
}

/* Digest of what was asked: path and body. */
static bool digest(struct request *q, struct str body, struct err *e)
{
    struct str path = intake_path(q);
    char *all = arena_alloc(q->mem, path.n + 1 + body.n + 1, e);

    if (!all)
        return false;
    struct buf b = {.p = all, .cap = path.n + 1 + body.n + 1};
    buf_add(&b, path.p, path.n);
    buf_char(&b, '\n');
    if (body.n)
        buf_add(&b, body.p, body.n);
    crypto_sha256(b.p, b.n, q->request_hash);
    return true;
}

bool replay_find(struct request *q, struct str body, struct err *e)
{
    struct idempotency_answer kept;
    struct err ignored = {0};

    if (!applies(q))
        return true;
    if (!usable(q, request_header(q, "HTTP_IDEMPOTENCY_KEY"), e) || !digest(q, body, e))
        return false;
    struct idempotency i = identity(q);
    if (!idempotency_find(request_tx(q), &i, q->mem, &kept, e))
        return false;
    if (!kept.found)
        return true;
    if (!kept.same_request)
        return request_fault(q, e, "Idempotency-Key", "reused",
                             "was used for another request before");
    q->answer->status = kept.status;
    if (kept.status != 204)
        q->answer->raw = str_of(kept.body);
    q->answer->done = true;
    return answer_header(q, "Idempotency-Replayed", "true", &ignored);
}

bool replay_keep(struct request *q, struct err *e)
{
    char *body = NULL;

    if (!applies(q))
        return true;
    if (!answer_kept(q, &body, e))
        return false;
    int status = q->answer->status ? q->answer->status : q->route->status ? q->route->status : 200;
    struct idempotency i = identity(q);
    bool kept = idempotency_keep(request_tx(q), &i, status, body, e);
    free(body);
    return kept;
}
