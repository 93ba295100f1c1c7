/* Whether the schema is there and who works. */
#pragma once
#include "base/err.h"
#include "store/db.h"

struct ready {
    bool schema;  /* this binary's tables and functions are there */
    bool checker; /* a checker was seen lately */
};
/* ERR_UNAVAILABLE when PostgreSQL is away. */
bool ready_read(struct db *d, struct ready *out, struct err *e) MUST_CHECK;
