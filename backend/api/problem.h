/* Errors as application/problem+json (RFC 9457). */
#pragma once
#include "api/request.h"

/* Makes the answer out of an error: the only reader of err_kind. ERR_INTERNAL is logged with the
 * request id and told without detail. */
void problem_answer(struct request *q, const struct err *why);
