/* The set of prepared statements of a connection. */
#include "store/prepared.h"

#include <stdint.h>

enum { FILL = PREPARED_SLOTS / 4 * 3 };

/* Where `s` is, or would be put. Ends because FILL leaves empty slots. */
static size_t slot(const struct prepared *p, const struct stmt *s)
{
    size_t i = ((uintptr_t)s >> 4) % PREPARED_SLOTS;

    while (p->slots[i] && p->slots[i] != s)
        i = (i + 1) % PREPARED_SLOTS;
    return i;
}

bool prepared_has(const struct prepared *p, const struct stmt *s)
{
    return p->slots[slot(p, s)] != NULL;
}

bool prepared_room(const struct prepared *p, size_t more)
{
    return more <= FILL - p->n;
}

void prepared_add(struct prepared *p, const struct stmt *s)
{
    size_t i = slot(p, s);

    if (p->slots[i] || !prepared_room(p, 1))
        return;
    p->slots[i] = s;
    p->n++;
}

void prepared_clear(struct prepared *p)
{
    *p = (struct prepared){0};
}
