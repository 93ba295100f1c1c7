/* The connection as a state machine: closed, opening, idle, busy with one statement. */
#include "store/ledger.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "store/later.h"

enum { TICK_MS = 100, IDLE_TICK_MS = 60000, PAYLOAD_MAX = 200 };

static void freed(uv_handle_t *handle)
{
    free(handle);
}

/* Must come before anybody else can open a descriptor: the number may be given out again. */
static void unwatch(struct ledger *l)
{
    if (!l->poll)
        return;
    uv_poll_stop(l->poll);
    uv_close((uv_handle_t *)l->poll, freed);
    l->poll = NULL;
}

static bool watch(struct ledger *l, int events)
{
    if (!l->poll) {
        l->poll = malloc(sizeof *l->poll);
        if (!l->poll || uv_poll_init(l->loop, l->poll, db_fd(l->db)) != 0) {
            free(l->poll);
            l->poll = NULL;
            return false;
        }
        l->poll->data = l;
    }
    return uv_poll_start(l->poll, events, l->ready) == 0;
}

static void closed(struct ledger *l, const struct err *why)
{
    struct ledger_entry *unanswered = l->current;

    db_close(l->db);
    unwatch(l);
    l->state = LEDGER_CLOSED;
    l->current = NULL;
    if (unanswered)
        unanswered->answer(unanswered->self, NULL, why);
}

/* One step of connecting. libpq may change its socket from step to step. */
static void go_on_opening(struct ledger *l, enum db_opening step, const struct err *e)
{
    switch (step) {
    case DB_OPEN:
        if (!watch(l, UV_READABLE)) {
            closed(l, e);
            return;
        }
        l->state = LEDGER_IDLE;
        log_event(LOG_INFO, "postgresql_connected", NULL);
        l->opened(l->self);
        return;
    case DB_WANTS_READ:
    case DB_WANTS_WRITE:
        l->state = LEDGER_OPENING;
        if (!watch(l, step == DB_WANTS_READ ? UV_READABLE : UV_WRITABLE))
            closed(l, e);
        return;
    default:
        closed(l, e);
    }
}

static void hear(struct ledger *l)
{
    char payload[PAYLOAD_MAX];

    while (db_notification(l->db, payload, sizeof payload))
        l->notified(l->self, payload);
    if (db_fd(l->db) < 0) {
        struct err e = {0};
        err_set(&e, ERR_UNAVAILABLE, "the connection was lost");
        closed(l, &e);
    }
}

static void listen_for_answer(struct ledger *l)
{
    PGresult *r = NULL;
    struct err e = {0};
    enum later got = later_poll(l->db, &r, &e);
    struct ledger_entry *entry = l->current;

    if (got == LATER_WAITING) {
        if (!watch(l, UV_READABLE | (later_unsent(l->db) ? UV_WRITABLE : 0)))
            closed(l, &e);
        return;
    }
    if (db_fd(l->db) < 0) {
        closed(l, &e);
        return;
    }
    l->state = LEDGER_IDLE;
    l->current = NULL;
    if (got == LATER_FAILED)
        log_err(entry->name, &e);
    entry->answer(entry->self, got == LATER_DONE ? r : NULL, &e);
    row_clear(&r);
}

static struct ledger_entry *next_wanted(const struct ledger *l)
{
    int64_t now = clock_mono_ms();

    for (size_t i = 0; i < l->n; i++)
        if (l->entries[i]->wanted && l->entries[i]->not_before_mono_ms <= now)
            return l->entries[i];
    return NULL;
}

static void say(struct ledger *l, struct ledger_entry *entry)
{
    struct err e = {0};

    entry->wanted = false;
    if (entry->ask(entry->self, l->db, &e)) {
        l->state = LEDGER_BUSY;
        l->current = entry;
        l->sent_mono_ms = clock_mono_ms();
        if (!watch(l, UV_READABLE | (later_unsent(l->db) ? UV_WRITABLE : 0)))
            closed(l, &e);
        return;
    }
    if (e.code == ERR_NONE)
        return;
    log_err(entry->name, &e);
    if (db_fd(l->db) < 0) {
        l->current = entry;
        closed(l, &e);
    } else {
        entry->answer(entry->self, NULL, &e);
    }
}

static void dial(struct ledger *l)
{
    struct err e = {0};
    enum db_opening step = db_open_start(l->db, &e);

    if (step != DB_CLOSED)
        go_on_opening(l, step, &e);
}

/* The next time something is to be done without the server saying anything. */
static void set_tick(struct ledger *l)
{
    int64_t now = clock_mono_ms(), at = now + IDLE_TICK_MS;

    if (l->state == LEDGER_CLOSED)
        at = now + TICK_MS;
    else if (l->state == LEDGER_BUSY)
        at = l->sent_mono_ms + LEDGER_PATIENCE_MS + 1;
    for (size_t i = 0; l->state == LEDGER_IDLE && i < l->n; i++)
        if (l->entries[i]->wanted && l->entries[i]->not_before_mono_ms < at)
            at = l->entries[i]->not_before_mono_ms;
    uv_timer_start(&l->tick, l->ticked, at > now ? (uint64_t)(at - now) : 1, 0);
}

static void turn(struct ledger *l)
{
    struct err e = {0};

    if (l->turning) /* an answer that wants something more: the loop below comes to it */
        return;
    l->turning = true;
    if (l->state == LEDGER_CLOSED)
        dial(l);
    else if (l->state == LEDGER_OPENING) {
        unwatch(l);
        go_on_opening(l, db_open_poll(l->db, &e), &e);
    } else if (l->state == LEDGER_BUSY)
        listen_for_answer(l);
    if (l->state == LEDGER_IDLE)
        hear(l);
    for (struct ledger_entry *entry; l->state == LEDGER_IDLE && (entry = next_wanted(l)) != NULL;)
        say(l, entry);
    if (l->state == LEDGER_IDLE && !watch(l, UV_READABLE))
        closed(l, &e);
    l->turning = false;
    set_tick(l);
}

static void ready(uv_poll_t *poll, int status, int events)
{
    (void)status;
    (void)events;
    turn(poll->data);
}

/* Delayed entries, the next try to connect, and the end of patience. */
static void tick(uv_timer_t *timer)
{
    struct ledger *l = timer->data;

    if (l->state == LEDGER_BUSY && clock_mono_ms() - l->sent_mono_ms > LEDGER_PATIENCE_MS) {
        struct err e = {0};
        err_set(&e, ERR_UNAVAILABLE, "PostgreSQL does not answer");
        log_err(l->current->name, &e);
        closed(l, &e);
    }
    if (l->state == LEDGER_CLOSED || (l->state == LEDGER_IDLE && next_wanted(l)))
        turn(l);
    else
        set_tick(l);
}

void ledger_start(struct ledger *l, uv_loop_t *loop, struct db *d)
{
    l->loop = loop;
    l->db = d;
    l->state = LEDGER_CLOSED;
    l->ready = ready;
    l->ticked = tick;
    uv_timer_init(loop, &l->tick);
    l->tick.data = l;
    uv_timer_start(&l->tick, tick, 0, 0);
}

void ledger_add(struct ledger *l, struct ledger_entry *entry)
{
    if (l->n < LEDGER_ENTRIES)
        l->entries[l->n++] = entry;
    else
        log_event(LOG_ERROR, "ledger_full", "entry", entry->name, NULL);
}

void ledger_want(struct ledger *l, struct ledger_entry *entry)
{
    ledger_want_at(l, entry, 0);
    if (l->state == LEDGER_IDLE)
        turn(l);
}

void ledger_want_at(struct ledger *l, struct ledger_entry *entry, int64_t mono_ms)
{
    if (!entry->wanted || mono_ms < entry->not_before_mono_ms)
        entry->not_before_mono_ms = mono_ms;
    entry->wanted = true;
    if (l->state == LEDGER_IDLE && !l->turning)
        set_tick(l);
}

bool ledger_connected(const struct ledger *l)
{
    return l->state == LEDGER_IDLE || l->state == LEDGER_BUSY;
}

void ledger_stop(struct ledger *l)
{
    l->current = NULL;
    l->n = 0;
    db_close(l->db);
    unwatch(l);
    uv_close((uv_handle_t *)&l->tick, NULL);
}
