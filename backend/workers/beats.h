/* Heartbeat checks: nobody is asked, reports come in as rows. A report is a result at once; no
 * report for an interval and the check's grace is a failure, repeated every interval. Silence is
 * judged only with an answer of the database at hand. */
#pragma once
#include "workers/book.h"
#include "workers/runner.h"

struct beats {
    struct frame *frame;
    struct book *book;
    struct runner *runner;
    struct ledger_entry entry;
    struct running_key *keys; /* owned: to be read */
    size_t n, cap, asked;
};

/* `book` and `runner` are set by the caller beforehand. */
void beats_start(struct beats *b, struct frame *f);
/* Read this check's newest report: it came, is due, or one was announced. */
void beats_look(struct beats *b, const struct watch *w);
void beats_add(struct beats *b, struct watch *w);
void beats_stop(struct beats *b);
