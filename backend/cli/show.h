/* Rows on standard output, in one of the formats of -o. Pages come one after another; nothing is
 * kept but the widths of the first. */
#pragma once
#include <jansson.h>
#include <stdio.h>

#include "cli/resource.h"

enum show_format { SHOW_TABLE, SHOW_WIDE, SHOW_JSON, SHOW_YAML, SHOW_CSV, SHOW_NAME };
enum { SHOW_COLUMNS = 24 };
#define SHOW_FORMATS "table|wide|json|yaml|csv|name"

struct show {
    FILE *out;
    enum show_format format;
    const struct resource *r;
    bool colour; /* states in colours: a terminal, and NO_COLOR does not forbid it */
    bool cut;    /* long cells of tables are cut: a terminal */
    bool one;    /* the one row stands alone, not in a list */
    int64_t now_us;
    size_t rows; /* written so far */
    size_t width[SHOW_COLUMNS];
};

/* NULL: the default. ERR_INVALID names those there are. */
bool show_format(const char *text, enum show_format def, enum show_format *out,
                 struct err *e) MUST_CHECK;
/* Whether `out` is a terminal that may have colours. */
bool show_coloured(FILE *out);

void show_begin(struct show *s, FILE *out, enum show_format format, const struct resource *r,
                bool one);
void show_row(struct show *s, const json_t *row);
/* All rows of an array. The first call finds the widths of the table. */
void show_rows(struct show *s, const json_t *rows);
void show_end(struct show *s);

/* A state's word in its colour, where `colour`. */
void show_state(FILE *out, const char *word, size_t width, bool colour);
