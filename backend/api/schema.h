/* Bodies and queries against their schema rows. */
#pragma once
#include <jansson.h>

#include "api/fault.h"
#include "api/field.h"
#include "base/buf.h"
#include "base/str.h"

/* limit and cursor: what every list takes besides its own rows. */
extern const struct field schema_page[];

/* Checks a body in place: unknown members, types, bounds; then fills defaults. `partial`: nothing
 * is required, nothing filled, but at least one member given. Rows NULL: no member at all.
 * ERR_INVALID with faults; ERR_UNAVAILABLE without memory. */
bool schema_body(const struct field *rows, bool partial, json_t *body, struct faults *f,
                 struct err *e) MUST_CHECK;

/* "a=1&b=x" into typed values (times as microseconds), defaults filled. The caller owns *out.
 * `list` adds schema_page. Errors as schema_body. */
bool schema_query(const struct field *rows, bool list, struct str query, struct faults *f,
                  json_t **out, struct err *e) MUST_CHECK;

/* Puts the rows' defaults where members are absent. ERR_UNAVAILABLE without memory. */
bool schema_fill(const struct field *rows, json_t *object, struct err *e) MUST_CHECK;

/* Members of an inner object: all of them, without defaults. For api/value.c. */
bool schema_members(const struct field *rows, const json_t *object, struct buf *at,
                    struct faults *f) MUST_CHECK;
