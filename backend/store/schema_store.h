/* Whether a database has the schema this build knows: asked of every new connection. */
#pragma once
#include <libpq-fe.h>

#include "base/err.h"

/* ERR_UNAVAILABLE, with the reason in the log too, for a database that lacks one of this build's
 * migrations, or has one of a newer build that says it breaks older ones. Newer ones that do not
 * are fine: for a while two builds serve the same database. */
bool schema_fits(PGconn *c, struct err *e) MUST_CHECK;
