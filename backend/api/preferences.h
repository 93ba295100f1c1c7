/* How a person wants the dashboard: schema rows, and what is kept as the whole object. */
#pragma once
#include "api/request.h"

extern const struct field preferences_body[];   /* every member may be null: back to the default */
extern const struct field preferences_answer[]; /* every member is there */

/* The actor's own, what was never chosen at its default; the caller owns it. An API key has none
 * and gets the defaults. */
bool preferences_read(struct request *q, json_t **out, struct err *e) MUST_CHECK;
/* Merges the body's member `preferences` into them. */
bool preferences_write(struct request *q, struct err *e) MUST_CHECK;
