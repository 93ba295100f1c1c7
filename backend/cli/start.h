/* Starting `tocsin run` detached, and waiting until what it starts is up. */
#pragma once
#include "base/err.h"
#include "cli/place.h"

/* Starts it in a session of its own, its output in var/log/run.log. */
bool start_detached(const struct place *p, struct err *e) MUST_CHECK;
/* Waits until every required service is ready; tells what it waits for after two seconds.
 * ERR_INTERNAL names the service that cannot start, why, and its log. */
bool start_wait(const struct place *p, struct err *e) MUST_CHECK;
