/* What a tenant's checks may reach beyond globally routable addresses: "10.0.0.0/8:443",
 * "10.0.0.0/8:*", "10.0.0.0/8:icmp". */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "store/tx.h"

/* One column: a JSON array of entries. */
bool egress_list(struct tx *t, PGresult **out, struct err *e) MUST_CHECK;
/* Replaces all. nets[i] goes with services[i]. ERR_INVALID for a network that is none. */
bool egress_replace(struct tx *t, const char *const *nets, const char *const *services, size_t n,
                    struct arena *mem, struct err *e) MUST_CHECK;
