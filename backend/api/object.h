/* One result row as a JSON object by its declared fields, for answers that hold more than a row. */
#pragma once
#include <jansson.h>

#include "api/field.h"
#include "base/err.h"
#include "store/row.h"

/* Row 0; fields declared F_SECRET that the statement does not give are left out. The caller owns
 * it; NULL without memory, or when a column is missing. Flat rows only. */
json_t *object_of_row(const struct field *rows, const PGresult *r) MUST_CHECK;
