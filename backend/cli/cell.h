/* One value of a row as text: by the column's path and way of showing. */
#pragma once
#include <jansson.h>
#include <stdint.h>

#include "cli/resource.h"

enum cell_style {
    CELL_PEOPLE,   /* ages, rounded milliseconds, - for nothing */
    CELL_PROGRAMS, /* as the API says it, nothing for nothing */
};

/* The value at "a.b" of an object, NULL when there is none. */
const json_t *cell_find(const json_t *row, const char *path);
/* Owned by the caller (free); NULL without memory. Not yet fit for a terminal: see visible.h. */
char *cell_text(const json_t *row, const struct resource_column *c, enum cell_style style,
                int64_t now_us);
/* "a/b" of the members named "x|y": what people call the row. "" when one is missing. */
char *cell_label(const json_t *row, const char *label);
