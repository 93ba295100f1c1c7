/* The second factor's rows: seeds, the counter that makes a code work once, backup codes, and the
 * challenge between password and code. All inside a tenant's transaction. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/tx.h"

enum { MFA_HASH = 32, MFA_SALT = 16, MFA_CHALLENGE_TRIES = 5, MFA_CHALLENGE_S = 300 };

/* A seed that was shown but not confirmed: lives ten minutes. */
bool mfa_set_pending(struct tx *t, int64_t account, const void *sealed, size_t n,
                     struct err *e) MUST_CHECK;
/* The pending seed becomes the one in use, `counter` its newest step, and the account has MFA. */
bool mfa_confirm(struct tx *t, int64_t account, int64_t counter, struct err *e) MUST_CHECK;
/* One conditional update: *fresh says whether no such or later step was used before. */
bool mfa_use_step(struct tx *t, int64_t account, int64_t counter, bool *fresh,
                  struct err *e) MUST_CHECK;
/* Seeds and backup codes go, and the account has no MFA. */
bool mfa_drop(struct tx *t, int64_t account, struct err *e) MUST_CHECK;

/* Replaces all backup codes. */
bool mfa_set_backup(struct tx *t, int64_t account, const uint8_t salt[MFA_SALT],
                    const uint8_t (*hashes)[MFA_HASH], size_t n, struct err *e) MUST_CHECK;
/* One conditional update: *fresh says whether that code was there and unused. */
bool mfa_use_backup(struct tx *t, int64_t account, const uint8_t hash[MFA_HASH], bool *fresh,
                    struct err *e) MUST_CHECK;

bool mfa_challenge_add(struct tx *t, int64_t account, const uint8_t hash[MFA_HASH],
                       struct err *e) MUST_CHECK;
/* Takes one of the challenge's tries, before the code is looked at: many at once cannot slip past.
 * *id is 0 when there is none that is alive or none is left. */
bool mfa_challenge_try(struct tx *t, const uint8_t hash[MFA_HASH], int64_t *id, int64_t *account,
                       struct err *e) MUST_CHECK;
/* *done: it was there, and is used up now. */
bool mfa_challenge_drop(struct tx *t, int64_t id, bool *done, struct err *e) MUST_CHECK;
