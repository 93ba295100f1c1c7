/* What can be said of a check: the words every other part uses for it.
 * UNKNOWN means that we could not look; it is never a statement about the target. */
#pragma once
#include <stdbool.h>

#include "base/str.h"

enum status {
    STATUS_PENDING, /* never looked yet */
    STATUS_UP,
    STATUS_DEGRADED,
    STATUS_DOWN,
    STATUS_UNKNOWN,
    STATUS__COUNT
};

/* "pending", "up", "degraded", "down", "unknown"; static. */
const char *status_name(enum status s);
/* One letter for strips of many: p u g d ? */
char status_letter(enum status s);
/* *out is untouched when `name` is none of the names above. */
bool status_parse(struct str name, enum status *out) MUST_CHECK;
