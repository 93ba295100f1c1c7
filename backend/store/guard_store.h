/* Whether what keeps tenants apart still stands: asked of every new connection. */
#pragma once
#include <libpq-fe.h>

#include "base/err.h"

/* ERR_UNAVAILABLE for a role that row-level security does not bind (superuser, BYPASSRLS, owner of
 * a table or member of such a role), and for a tenant's table on which it is not forced. The log
 * says which, and what to do. */
bool guard_holds(PGconn *c, struct err *e) MUST_CHECK;
