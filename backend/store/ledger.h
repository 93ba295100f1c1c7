/* What a worker has to say to PostgreSQL, one statement at a time, without ever waiting for it: the
 * loop goes on while PostgreSQL is slow, away or stopped. Each thing to be said is an entry that
 * somebody wants sent; entries are served in the order in which they were added, the first wanted
 * first. Invariant: an entry sent gets exactly one answer. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

#include "base/err.h"
#include "store/db.h"
#include "store/row.h"

struct ledger_entry {
    const char *name; /* for the log */
    /* Sends by an X_ask of the store. False with no error set: nothing to say after all. */
    bool (*ask)(void *self, struct db *d, struct err *e);
    /* r NULL: it failed, see e; ERR_UNAVAILABLE may mean that it took place all the same. */
    void (*answer)(void *self, const PGresult *r, const struct err *e);
    void *self;
    bool wanted;
    int64_t not_before_mono_ms;
};

enum { LEDGER_ENTRIES = 16, LEDGER_PATIENCE_MS = 15000 };

enum ledger_state { LEDGER_CLOSED, LEDGER_OPENING, LEDGER_IDLE, LEDGER_BUSY };

struct ledger {
    uv_loop_t *loop;
    struct db *db; /* borrowed */
    enum ledger_state state;
    uv_poll_t *poll; /* owned until closed */
    uv_poll_cb ready;
    uv_timer_t tick;
    uv_timer_cb ticked;
    struct ledger_entry *entries[LEDGER_ENTRIES];
    size_t n;
    struct ledger_entry *current;
    int64_t sent_mono_ms;
    bool turning;
    void (*notified)(void *self, const char *payload);
    void (*opened)(void *self); /* connected, perhaps anew: notifications may have been missed */
    void *self;
};

/* `notified`, `opened` and `self` are set by the caller beforehand. Listens to channel "tocsin". */
void ledger_start(struct ledger *l, uv_loop_t *loop, struct db *d);
void ledger_add(struct ledger *l, struct ledger_entry *entry);
/* To be sent as soon as its turn comes; answers at once when nothing is in the way. */
void ledger_want(struct ledger *l, struct ledger_entry *entry);
void ledger_want_at(struct ledger *l, struct ledger_entry *entry, int64_t mono_ms);
bool ledger_connected(const struct ledger *l);
/* No more answers; handles close as the loop goes on. */
void ledger_stop(struct ledger *l);
