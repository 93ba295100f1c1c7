/* Stopping a running installation. */
#pragma once
#include <stdbool.h>

#include "base/err.h"
#include "cli/place.h"

/* Tells the holder of the place's lock to stop and waits until it is gone; *ran says whether there
 * was one. */
bool stop_running(const struct place *p, bool *ran, struct err *e) MUST_CHECK;
