/* Which one is meant: a number is an id, anything else a name that is looked up. */
#pragma once
#include "cli/pages.h"

/* The key that addresses it, as text. ERR_NOT_FOUND when nothing has that name, ERR_CONFLICT with
 * the candidates when several have. Checks are named HOST/CHECK, or CHECK where that is only one.
 */
bool pick_key(struct client *c, const struct resource *r, const char *name, char out[PAGES_KEY],
              struct err *e) MUST_CHECK;
