/* Reading text results. */
#include "store/row.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"

bool row_null(const PGresult *r, int row, int col)
{
    return PQgetisnull(r, row, col);
}

static struct str cell(const PGresult *r, int row, int col)
{
    return (struct str){PQgetvalue(r, row, col), (size_t)PQgetlength(r, row, col)};
}

int64_t row_int(const PGresult *r, int row, int col)
{
    int64_t v = 0;

    return str_int(cell(r, row, col), INT64_MIN, INT64_MAX, &v) ? v : 0;
}

double row_double(const PGresult *r, int row, int col)
{
    double v = (double)NAN;

    return str_double(cell(r, row, col), &v) ? v : (double)NAN;
}

bool row_bool(const PGresult *r, int row, int col)
{
    return cell(r, row, col).p[0] == 't';
}

const char *row_text(const PGresult *r, int row, int col)
{
    return PQgetisnull(r, row, col) ? NULL : PQgetvalue(r, row, col);
}

int64_t row_time_us(const PGresult *r, int row, int col)
{
    /* ISO form, UTC: "2026-01-02 03:04:05.678901+00"; RFC 3339 wants the offset's minutes too. */
    char z[48];
    struct str s = cell(r, row, col);
    int64_t us = 0;

    if (s.n < 22 || s.n + 4 > sizeof z)
        return 0;
    memcpy(z, s.p, s.n);
    memcpy(z + s.n, ":00", 4);
    return clock_parse(str_of(z), &us) ? us : 0;
}

bool row_bytes(const PGresult *r, int row, int col, void *out, size_t n, struct err *e)
{
    struct str s = cell(r, row, col);

    if (!str_starts(s, "\\x") || !str_unhex((struct str){s.p + 2, s.n - 2}, out, n))
        return err_set(e, ERR_INTERNAL, "column %s does not hold %zu bytes", PQfname(r, col), n);
    return true;
}
