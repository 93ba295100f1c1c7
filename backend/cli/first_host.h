/* This machine as the first host of the first tenant. */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "cli/listen.h"
#include "cli/surroundings.h"
#include "store/db.h"

/* What the tenant's checks may reach beyond the internet: ICMP to this machine's own addresses
 * and its gateway, the web server's port, the resolvers; with `lan` the machine's own networks. */
bool first_host_targets(struct db *d, const char *slug, const struct surroundings *s,
                        const struct listen_address *l, bool lan, struct err *e) MUST_CHECK;
/* Adds the host and its checks in one transaction, unless the tenant has a host already. */
bool first_host_add(struct db *d, const char *slug, const struct surroundings *s,
                    const struct listen_address *l, struct err *e) MUST_CHECK;
/* Prints each check's first result as it comes; returns when all have one, or in time. */
bool first_host_show(struct db *d, const char *slug, struct err *e) MUST_CHECK;
