/* The configuration files of one installation, all written from templates and from the API's own
 * table of routes. */
#pragma once
#include "base/err.h"
#include "cli/listen.h"
#include "cli/place.h"

/* Writes PostgreSQL's, Redis' and nginx' files under var/etc. */
bool confs_write(const struct place *p, const struct listen_address *l, struct err *e) MUST_CHECK;
