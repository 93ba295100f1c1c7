/* What of a check's parameters is shown only to who may change the check: values of headers and of
 * parameters in an address whose name tells of a credential, and a body that speaks of one. */
#pragma once
#include "api/request.h"

/* Replaces them in the column `params` of every row by VEIL_MASK, unless the actor may change
 * checks. */
bool veil_params(struct request *q, PGresult *r, struct err *e) MUST_CHECK;

#define VEIL_MASK "********"
