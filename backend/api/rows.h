/* Result rows as JSON by declared fields, columns found by name. The work of answer_row and
 * answer_rows (api/request.h), and for answers made of several statements. */
#pragma once
#include "api/request.h"

bool rows_one(struct request *q, const PGresult *r, struct err *e) MUST_CHECK;
bool rows_list(struct request *q, const PGresult *r, const struct page *page,
               struct err *e) MUST_CHECK;

/* One row as an object; the first n rows as an array. ERR_INTERNAL for a column that is not
 * there. */
bool rows_object(struct jout *w, const struct field *fields, const PGresult *r, int row,
                 struct err *e) MUST_CHECK;
bool rows_array(struct jout *w, const struct field *fields, const PGresult *r, int n,
                struct err *e) MUST_CHECK;
/* One timestamptz column. */
void rows_time(struct jout *w, const PGresult *r, int row, const char *column);
