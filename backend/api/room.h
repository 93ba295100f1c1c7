/* ?override=capacity, for the calls that let the checkers do more. */
#pragma once
#include "api/request.h"

extern const struct field room_query[];
/* Obeys the query: what follows may ask for more than the checkers can do in time, and the audit
 * row says so. */
bool room_override(struct request *q, struct err *e) MUST_CHECK;
