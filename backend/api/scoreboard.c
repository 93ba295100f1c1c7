/* The pool's shared table. */
#include "api/scoreboard.h"

#include <sys/mman.h>

#include "base/clock.h"

struct scoreboard *scoreboard_new(struct err *e)
{
    struct scoreboard *b =
        mmap(NULL, sizeof *b, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (b == MAP_FAILED) {
        err_set(e, ERR_UNAVAILABLE, "no memory for the scoreboard");
        return NULL;
    }
    return b;
}

void scoreboard_set(struct slot *s, enum scoreboard_state state)
{
    atomic_store(&s->since_mono_ms, clock_mono_ms());
    atomic_store(&s->state, state);
}

size_t scoreboard_count(const struct scoreboard *b, enum scoreboard_state state)
{
    size_t n = 0;

    for (size_t i = 0; i < SCOREBOARD_SLOTS; i++)
        n += atomic_load(&b->slots[i].state) == (int)state;
    return n;
}

struct slot *scoreboard_free(struct scoreboard *b, size_t most)
{
    for (size_t i = 0; i < most && i < SCOREBOARD_SLOTS; i++)
        if (atomic_load(&b->slots[i].state) == SLOT_FREE)
            return &b->slots[i];
    return NULL;
}

struct slot *scoreboard_of(struct scoreboard *b, pid_t pid)
{
    for (size_t i = 0; i < SCOREBOARD_SLOTS; i++)
        if (b->slots[i].pid == pid)
            return &b->slots[i];
    return NULL;
}
