/* Arenas without memory. */
#include <string.h>

#include "base/arena.h"
#include "scenario.h"

/* Small and large pieces, so that several blocks are needed. */
static enum outcome arena_pieces(void)
{
    struct arena a;
    struct err e = {0};
    enum outcome r = WORKED;

    arena_init(&a, ARENA_CAP);
    for (int i = 0; i < 40 && r == WORKED; i++) {
        const char *z = arena_fmt(&a, &e, "%d %*d", i, i % 4 ? 100 : 30000, i);
        const unsigned char *p = z ? arena_array(&a, 10, 77, &e) : NULL;
        if (!z || !p)
            r = e.code == ERR_UNAVAILABLE ? REFUSED : WRONG;
        else if (p[0] || p[769] || strlen(z) < 100)
            r = WRONG;
    }
    arena_clear(&a);
    return r;
}

const struct scenario torture_base[] = {
    {.name = "arena", .run = arena_pieces},
    {0},
};
