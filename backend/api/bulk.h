/* What the calls that change many things at once share: all of them are done or none. */
#pragma once
#include "api/request.h"

enum { BULK_MAX = 500, BULK_RUNS = 100 };

/* Schema rows of the usual body and answer. */
extern const struct field bulk_ids_body[];      /* {"ids": [...]} */
extern const struct field bulk_deleted[];       /* {"deleted": n} */
extern const struct field bulk_before_item;     /* {"id", "before"} */
extern const struct field bulk_before_answer[]; /* {"items": [...]} of these */

/* Ids in ascending order, each once. Memory from the request. */
struct bulk {
    int64_t *ids;
    size_t n;
};
/* From the body's `ids`. ERR_INVALID for one that is given twice. */
bool bulk_ids(struct request *q, struct bulk *out, struct err *e) MUST_CHECK;
/* From the body's `items`; one that changes nothing is ERR_INVALID too. The names of all members
 * go to the audit row's detail "fields". */
bool bulk_items(struct request *q, struct bulk *out, struct err *e) MUST_CHECK;

/* Whether the locked rows, ids ascending in their first column, are all that were asked for:
 * ERR_NOT_FOUND names the first that is not there. Then names them in the audit row. */
bool bulk_found(struct request *q, const struct bulk *b, const PGresult *r, const char *kind,
                struct err *e) MUST_CHECK;
/* The column of that name, all rows, as detail `detail` of the audit row. */
void bulk_detail(struct request *q, const char *detail, const PGresult *r, const char *column);

/* {"items": [rows of `fields`]} */
bool bulk_answer(struct request *q, const struct field *fields, const PGresult *r,
                 struct err *e) MUST_CHECK;
bool bulk_gone(struct request *q, const struct bulk *b, struct err *e) MUST_CHECK;
