/* The parent of all processes of one machine: starts them stage by stage, starts again what died,
 * stops them in the opposite order. It keeps no database connection and no state but a status file
 * for people; killing it takes its children with it. */
#pragma once
#include "base/err.h"
#include "cli/place.h"
#include "io/config.h"

/* Returns when told to stop (true) or when a required step failed for good (false, *e). The
 * configuration says where the web server listens and how many of a process there are; it is
 * borrowed until then. The caller holds the lock of the place. */
bool supervise_run(const struct place *p, const struct config *c, struct err *e) MUST_CHECK;
