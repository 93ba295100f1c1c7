/* JSON Schema (2020-12) of schema rows. */
#pragma once
#include "api/field.h"
#include "io/json.h"

/* Object of these rows. `answer`: all members are there. `partial`: none is required. */
void openapi_schema_object(struct jout *w, const struct field *rows, bool answer, bool partial);
/* One row's value. */
void openapi_schema_value(struct jout *w, const struct field *row, bool answer);
