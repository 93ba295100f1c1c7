/* Answers kept for a repeated Idempotency-Key, in the transaction of what they answer. */
#pragma once
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "store/tx.h"

enum { IDEMPOTENCY_HASH = 32 };

struct idempotency {
    const char *actor_kind; /* "user", "api_key" */
    int64_t actor_id;
    const char *key;
    uint8_t asked[IDEMPOTENCY_HASH]; /* method, path, body */
};

struct idempotency_answer {
    bool found, same_request;
    int status;
    const char *body; /* arena */
};

/* Waits for a transaction that works on the same key, then looks. */
bool idempotency_find(struct tx *t, const struct idempotency *i, struct arena *mem,
                      struct idempotency_answer *out, struct err *e) MUST_CHECK;
/* Keeps the answer for a day; drops the tenant's older ones. */
bool idempotency_keep(struct tx *t, const struct idempotency *i, int status, const char *body,
                      struct err *e) MUST_CHECK;
