/* The kinds of checks, as the build wrote them down: the API knows their parameters without
 * linking the kinds. */
#pragma once
#include <jansson.h>

#include "api/fault.h"
#include "base/err.h"

struct kinds;
struct kinds *kinds_new(struct err *e) MUST_CHECK;
void kinds_free(struct kinds *k);
/* {"items": [{name, summary, params: [...]}]} without the internal ones; borrowed. */
const json_t *kinds_list(const struct kinds *k);

/* Whether tenants may have checks of that type. */
bool kinds_has(const struct kinds *k, const char *type);
/* A kind that others report to; it is never run by us. */
bool kinds_is_passive(const struct kinds *k, const char *type);
/* Parameters of a check against the rows of its type: faults at "/params/NAME". */
bool kinds_judge(const struct kinds *k, const char *type, const json_t *params,
                 struct faults *f) MUST_CHECK;
