/* What the engine can take is judged by the schema when a check is written (migration 0039). */
#pragma once
#include "base/err.h"
#include "store/tx.h"

/* Checks written by this transaction may ask for more than the checkers can do in time; without it
 * that is ERR_CAPACITY. */
bool capacity_override(struct tx *t, struct err *e) MUST_CHECK;
