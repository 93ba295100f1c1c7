/* Links that let a person in once: at most one an account, a newer one replaces it. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/tx.h"

enum { INVITE_HASH = 32, INVITE_LIFE_S = 900 };

/* *expires_us: when it ends. */
bool invite_put(struct tx *t, int64_t account, const uint8_t hash[INVITE_HASH], int64_t *expires_us,
                struct err *e) MUST_CHECK;
/* Looks without using it up. *account is 0 when there is no such link that is alive. */
bool invite_find(struct tx *t, const uint8_t hash[INVITE_HASH], int64_t *account,
                 struct err *e) MUST_CHECK;
/* Uses it up; *used is false when somebody else just did. */
bool invite_use(struct tx *t, const uint8_t hash[INVITE_HASH], bool *used,
                struct err *e) MUST_CHECK;
