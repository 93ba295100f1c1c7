/* How a person wants the dashboard: one JSON object each. */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "store/tx.h"

/* One row {data} or, for who never chose anything, none. */
bool preference_get(struct tx *t, int64_t account, PGresult **out, struct err *e) MUST_CHECK;
/* Puts the members of `json` into the object: those of inner objects one by one, null takes away.
 * ERR_INVALID when it would grow beyond its 8 KiB. */
bool preference_put(struct tx *t, int64_t account, const char *json, struct err *e) MUST_CHECK;
