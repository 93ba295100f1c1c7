/* What the children of one pool do, in memory they share with their master. Each slot is written
 * by its child, and by the master only while it has none. */
#pragma once
#include <stdatomic.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

enum { SCOREBOARD_SLOTS = 64, SLOT_HOLDS = 256 };
enum scoreboard_state { SLOT_FREE, SLOT_STARTING, SLOT_IDLE, SLOT_BUSY, SLOT_LEAVING };

struct slot {
    _Atomic int state;
    _Atomic int64_t since_mono_ms; /* of the state */
    pid_t pid;                     /* the master's */
    int64_t started_mono_ms;       /* the master's */
    _Atomic uint64_t served;
    _Atomic uint64_t holds[SLOT_HOLDS]; /* its connections, by inode; 0: nothing */
    _Atomic uint64_t answers;           /* the one whose request it is busy with; 0: none */
};

struct scoreboard {
    struct slot slots[SCOREBOARD_SLOTS];
};

/* Shared anonymous memory; NULL with ERR_UNAVAILABLE. */
struct scoreboard *scoreboard_new(struct err *e) MUST_CHECK;
void scoreboard_set(struct slot *s, enum scoreboard_state state);
size_t scoreboard_count(const struct scoreboard *b, enum scoreboard_state state);
/* A free slot below `most`, or NULL. */
struct slot *scoreboard_free(struct scoreboard *b, size_t most);
struct slot *scoreboard_of(struct scoreboard *b, pid_t pid);
