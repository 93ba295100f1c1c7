/* The keeper's chores: each is one statement that does a small batch and answers how many rows it
 * took care of. Asked from a loop. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/later.h"

struct keeper_chore {
    const char *name;
    int period_ms; /* from the end of one to the next, unless a batch was full */
    int batch;     /* 0: the statement has no bound of its own */
    const struct stmt *statement;
    int settle_ms; /* not so soon after a connection: others have to say first what they know */
};

/* Ends with a row whose name is NULL. */
extern const struct keeper_chore keeper_chores[];

bool keeper_ask(struct db *d, const struct keeper_chore *chore, struct err *e) MUST_CHECK;
/* Rows taken care of. */
int64_t keeper_answer(const PGresult *r);
