/* Idempotency-Key on POST: a repeated request gets the first one's answer and does nothing. */
#pragma once
#include "api/request.h"

/* Reads the header; looks for a kept answer. `body` is the request as it came. True with
 * q->answer done when the answer was found. */
bool replay_find(struct request *q, struct str body, struct err *e) MUST_CHECK;
/* Keeps the answer in the same transaction. */
bool replay_keep(struct request *q, struct err *e) MUST_CHECK;
