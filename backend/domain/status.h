/* What a check says about its target. UNKNOWN is our own failure to look, never the target's. */
#pragma once
#include "base/str.h"

enum status { STATUS_UP, STATUS_DEGRADED, STATUS_DOWN, STATUS_UNKNOWN, STATUS__COUNT };

/* "up", "degraded", "down", "unknown". Static. */
const char *status_name(enum status s);
bool status_parse(struct str name, enum status *out) MUST_CHECK;
