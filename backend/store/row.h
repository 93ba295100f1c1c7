/* Reading results, which are in text form. Columns by position; null is 0, false, NULL or NaN. */
#pragma once
#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

static inline void row_clear(PGresult **r)
{
    if (*r)
        PQclear(*r);
}
#define AUTO_RES __attribute__((cleanup(row_clear))) PGresult *
bool row_null(const PGresult *r, int row, int col);
int64_t row_int(const PGresult *r, int row, int col);
double row_double(const PGresult *r, int row, int col);
bool row_bool(const PGresult *r, int row, int col);
const char *row_text(const PGresult *r, int row, int col); /* borrowed from r; NULL for null */
int64_t row_time_us(const PGresult *r, int row, int col);  /* timestamptz column; 0 for null */
/* bytea column of exactly n bytes; ERR_INTERNAL otherwise. */
bool row_bytes(const PGresult *r, int row, int col, void *out, size_t n, struct err *e) MUST_CHECK;
