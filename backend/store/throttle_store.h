/* Limits on tries at a secret. PostgreSQL counts, Redis only remembers who must wait, so a flushed
 * Redis forgets nothing. A try is taken before the secret is looked at and given back when it was
 * right: parallel tries cannot slip past a limit. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/cache.h"
#include "store/tx.h"

enum { THROTTLE_KEY = 32, THROTTLE_MOST = 4 };

struct throttle {
    uint8_t key[THROTTLE_MOST][THROTTLE_KEY]; /* SHA-256 of what is limited */
    int allowed[THROTTLE_MOST], window_s[THROTTLE_MOST];
    size_t n;
};

/* Takes a try from every key, or from none: ERR_THROTTLED with retry_after_s. It stays taken once
 * the transaction commits. */
bool throttle_take(struct tx *t, struct cache *c, const struct throttle *w,
                   struct err *e) MUST_CHECK;
bool throttle_give(struct tx *t, const struct throttle *w, struct err *e) MUST_CHECK;
/* One more anonymous refusal in the hour's sum. */
bool throttle_count_refusal(struct tx *t, const char *action, const char *reason,
                            struct err *e) MUST_CHECK;
