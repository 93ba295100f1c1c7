/* One JSON value against one schema row. */
#pragma once
#include <jansson.h>

#include "api/fault.h"
#include "api/field.h"
#include "base/buf.h"
#include "base/str.h"

/* Text rules shared by bodies and queries. A fault is added at `at` and false returned. */
bool value_text(const struct field *row, struct str s, const char *at, struct faults *f) MUST_CHECK;
/* `at` is the pointer so far; it is extended for members and restored. */
bool value_check(const struct field *row, const json_t *v, struct buf *at,
                 struct faults *f) MUST_CHECK;
/* "text", "a whole number", ...: what the row wants, for people. */
const char *value_wanted(const struct field *row);
