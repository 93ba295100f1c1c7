/* Many hosts at once. Ids in ascending order, each once, which is also the order of locking. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "store/tx.h"

/* `items` is a JSON list of {id, enabled?, group?, labels?, criticality?, sla_tier?}. Locks the
 * hosts and gives for each, by id: id, before (the members given, as they are). A host that is not
 * there has no row. */
bool host_bulk_lock(struct tx *t, const char *items, PGresult **out, struct err *e) MUST_CHECK;
/* What was locked is changed. */
bool host_bulk_change(struct tx *t, const char *items, struct err *e) MUST_CHECK;

/* Locks hosts with their checks: id, name. */
bool host_bulk_hold(struct tx *t, const int64_t *ids, size_t n, struct arena *mem, PGresult **out,
                    struct err *e) MUST_CHECK;
/* Removes what is held. */
bool host_bulk_remove(struct tx *t, const int64_t *ids, size_t n, struct arena *mem,
                      struct err *e) MUST_CHECK;
