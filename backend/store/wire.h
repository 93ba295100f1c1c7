/* Putting statements on the wire and taking failures off it: shared by tx.c, which waits, and
 * later.c, which does not. Nobody else includes this. */
#pragma once
#include "base/err.h"
#include "store/db_inside.h"
#include "store/tx.h"

enum { WIRE_ARGS = 32 };

/* Drops the connection. Always false, with ERR_UNAVAILABLE. */
bool wire_away(struct db *d, struct err *e);
/* Turns a failed result into *e and copies the constraint's name, if there is room for one. Always
 * false. */
bool wire_failed(const struct stmt *s, const PGresult *r, char *constraint, size_t size,
                 struct err *e);
/* Queues one statement; prepares it on first use, without a round trip of its own. */
bool wire_queue(struct db *d, const struct stmt *s, const struct arg *args, size_t n,
                struct wire_sent *q) MUST_CHECK;
/* As wire_queue, with the tenant as first argument where the statement has one. */
bool wire_queue_for(struct db *d, int32_t tenant, const struct stmt *s, const struct arg *args,
                    size_t n, struct wire_sent *q) MUST_CHECK;
/* Whether the number of arguments is the statement's own; ask before anything is queued. */
bool wire_fits(const struct stmt *s, size_t n, struct err *e) MUST_CHECK;
bool wire_queue_tenant(struct db *d, int32_t tenant, struct wire_sent *q) MUST_CHECK;
/* The i-th of what was sent succeeded: a prepared statement stays so whatever comes after it. */
void wire_succeeded(struct db *d, const struct wire_sent *q, size_t i);
