/* What every worker has: one loop, signals, a connection with its ledger, a row that says it lives.
 * TERM drains: the role finishes what it began, at most FRAME_DRAIN_MS, and leaves; HUP reloads. */
#pragma once
#include <uv.h>

#include "base/err.h"
#include "io/config.h"
#include "io/jout.h"
#include "store/worker_store.h"
#include "store/ledger.h"

struct frame;

/* One role: its privileges and its behaviour. Rows stand in main.c. */
struct frame_role {
    const char *name, *db_role;
    bool network; /* reaches beyond unix sockets */
    bool (*start)(struct frame *f, struct err *e);
    /* Kind and ids of a notification; ids are 0 where it names none. */
    void (*notified)(struct frame *f, struct str kind, int32_t tenant, int64_t id);
    void (*opened)(struct frame *f); /* connected, perhaps anew */
    void (*reload)(struct frame *f);
    void (*drain)(struct frame *f);         /* begin nothing more */
    bool (*drained)(const struct frame *f); /* nothing is unfinished */
    void (*stop)(struct frame *f);          /* let go of everything; the loop runs on until empty */
    void (*stats)(const struct frame *f, struct jout *out); /* members of the stats object */
};

enum { FRAME_BEAT_MS = 3000, FRAME_DRAIN_MS = 8000 };

struct frame {
    const struct frame_role *role;
    struct config *config; /* replaced whole by a reload that succeeds */
    uv_loop_t *loop;
    struct db *db;
    struct ledger ledger;
    struct ledger_entry beat;
    struct worker_self me;
    char instance[100];
    uv_signal_t term, interrupt, hangup;
    uv_timer_t pulse;
    int64_t drain_until_mono_ms; /* 0: not draining */
    bool stopped;
    void *self; /* the role's own, from malloc; freed when the loop has ended */
};

/* Runs until a TERM has been obeyed. False: could not start. */
bool frame_run(const struct frame_role *role, struct config *config, struct err *e) MUST_CHECK;
bool frame_draining(const struct frame *f);
