/* Answers to reads that this process gave a moment ago. An answer is given again only to the same
 * question of somebody with the same permissions in the same tenant, while nothing has been heard
 * of that tenant's data, and for a second at most: samples and times of results are not told of. */
#pragma once
#include "api/request.h"

struct recall;
struct recall *recall_new(struct err *e) MUST_CHECK;
void recall_free(struct recall *r);

/* A step of serve(): answers from memory where it can. Always true. Only for routes that are
 * ROUTE_KEPT, after the caller's rights have been looked at. */
bool recall_find(struct request *q, struct err *e);
/* Keeps the answer just made; the tag it will have is made here. */
void recall_keep(struct request *q);
