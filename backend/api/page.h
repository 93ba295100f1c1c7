/* Signed cursors of lists. */
#pragma once
#include "api/request.h"

/* The work of request_page. */
bool page_read(struct request *q, struct page *out, struct err *e) MUST_CHECK;
/* Writes the cursor that goes on after `row` (columns page_key and page_id). */
bool page_next(struct request *q, const PGresult *r, int row, struct jout *w,
               struct err *e) MUST_CHECK;
