/* One connection: reads its request, then only writes. What it cannot take in time is bounded, and
 * whoever exceeds that is told goodbye. Invariant: a listener is freed by its owner alone, never
 * inside a call of this file. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "io/crypto.h"
#include "io/loop.h"
#include "stream/message.h"
#include "stream/topics.h"

enum listener_state {
    LISTENER_READING, /* its request */
    LISTENER_ASKING,  /* who it is */
    LISTENER_LOOKING, /* whether there is what it names */
    LISTENER_OPEN,
    LISTENER_ENDING, /* what is left is written, then it is gone */
    LISTENER_GONE
};

enum { LISTENER_QUEUE = 64, LISTENER_QUEUE_BYTES = 1 << 20 };

struct listener;
struct listener_owner {
    void (*asked)(void *self, struct listener *l, struct str head); /* a whole request */
    void (*gone)(void *self, struct listener *l);                   /* once; to be freed later */
    void *self;
};

struct listener {
    struct listener *next, *before, *next_in_room; /* the owner's */
    const struct listener_owner *owner;
    struct loop_watch *watch;
    struct loop *loop;
    int fd;
    enum listener_state state;
    int64_t state_mono_ms, said_mono_ms; /* since when so; when it was last written to */
    char *in;                            /* owned; while reading */
    size_t in_n, in_cap;
    struct message *queue[LISTENER_QUEUE]; /* held */
    unsigned first, queued;
    size_t queued_bytes, sent; /* sent: of the first */

    unsigned held; /* named by a question that is under way */
    bool waits;    /* for the answer to that question */
    bool catching; /* to be told what it missed */
    bool in_round; /* it is being told */
    bool slow;     /* the end of it */
    struct topics topics;
    int32_t tenant;
    int64_t session, key, account; /* session or key; the account is a session's */
    uint8_t digest[CRYPTO_SHA256]; /* of a key's secret */
    uint64_t may;
    int64_t expires_s; /* of its token; 0: a key */
    int64_t resume_us; /* tell what happened since */
    char request_id[40], ip[46];
};

/* Takes the connection. NULL (and closed) without memory. */
struct listener *listener_new(struct loop *loop, int fd, const struct listener_owner *owner);
void listener_free(struct listener *l);
void listener_become(struct listener *l, enum listener_state state);
/* Borrows m; NULL is nothing. */
void listener_send(struct listener *l, struct message *m);
/* As listener_send, and this is the last. */
void listener_finish(struct listener *l, struct message *m);
/* Says goodbye for this reason: what has not begun to be sent is dropped. */
void listener_bye(struct listener *l, const char *reason);
/* Without a word. */
void listener_cut(struct listener *l);
