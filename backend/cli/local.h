/* A session with the private cluster's superuser, for commands on the machine itself. */
#pragma once
#include "base/err.h"
#include "cli/place.h"
#include "io/config.h"
#include "store/db.h"

/* Leaves root for the database's own user, for good, and gives a session (owned by the caller:
 * db_free). NULL with *e set, also when PostgreSQL is away. */
struct db *local_open(const struct place *p, const struct config *c, struct err *e) MUST_CHECK;
