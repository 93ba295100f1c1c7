/* Everything of this process: its listeners, their rooms, and what is asked of PostgreSQL for
 * them, one file a question. */
#pragma once
#include "io/token.h"
#include "store/frame.h"
#include "stream/blame.h"
#include "stream/room.h"

enum {
    HALL_LISTENERS = 5000,
    HALL_OF_TENANT = 2500,
    HALL_OF_PERSON = 100,       /* or of one key */
    HALL_READ_MS = 5000,        /* for the request to be there */
    HALL_WAIT_MS = 3000,        /* for PostgreSQL to say who it is */
    HALL_LEAVE_MS = 5000,       /* for the last words to be read */
    HALL_BEAT_MS = 15000,       /* between two words */
    HALL_UNVERIFIED_MS = 10000, /* nobody listens for longer whom PostgreSQL has not confirmed */
};

struct listener_list {
    struct listener *first;
    size_t n;
};

struct hall {
    struct frame *frame;
    struct loop *loop;
    struct arena *mem; /* of one question; owned */
    int door;
    char door_path[108];
    struct loop_watch *knock;
    uv_timer_t tick, sweep;
    struct listener_owner owner;
    struct listener_list all;
    struct listener *dead; /* to be freed at the end of the turn */
    struct rooms rooms;
    struct token_keys tokens;
    struct blame blame;

    struct ledger_entry who, look, news, results, system, runs;
    struct { /* who */
        struct listener **asked;
        size_t n, cap;
        int64_t verified_mono_ms; /* when all were last confirmed */
    } verifying;
    struct room *looking;  /* held */
    struct {               /* news */
        struct room *room; /* held; NULL: no round */
        int64_t ids[ROOM_IDS];
        size_t nids; /* 0: a round for those who missed something */
        int64_t since_us, asked_us;
        int kind;
    } round;
    struct room *running; /* held: whose runs are asked for */
    int64_t results_us;   /* when samples were last asked for and told */
    int64_t results_asked_us;
    struct message *jobs, *status;
    int64_t opened, refused, events, resyncs, slow, revoked;
};

bool hall_start(struct frame *f, struct err *e) MUST_CHECK;
/* Everybody is told goodbye; nobody comes in any more. */
void hall_drain(struct hall *h);
void hall_stop(struct hall *h);
/* A refusal; the listener ends. */
void hall_refuse(struct hall *h, struct listener *l, const struct err *why, const char *topic);
/* Names a listener in a question, so that it stays allocated until the answer; and lets go. */
void hall_hold(struct listener *l);
void hall_release(struct listener *l);
/* It may listen from now on. */
void hall_open(struct hall *h, struct listener *l);
/* Holding a room likewise. */
struct room *hall_hold_room(struct room *r);
void hall_release_room(struct hall *h, struct room **r);
