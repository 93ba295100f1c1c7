/* Which statements a connection has prepared: a bounded set of pointers. When it has no room left,
 * further statements are simply sent unprepared. Nobody outside store/ includes this. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum { PREPARED_SLOTS = 512 }; /* a power of two */

struct stmt;
struct prepared {
    const struct stmt *slots[PREPARED_SLOTS]; /* open addressing */
    size_t n;
};

bool prepared_has(const struct prepared *p, const struct stmt *s);
/* Whether `more` statements that are not in it can be added. A quarter stays empty: every search
 * ends, and soon. */
bool prepared_room(const struct prepared *p, size_t more);
/* Once or again is the same; nothing happens where there is no room. */
void prepared_add(struct prepared *p, const struct stmt *s);
void prepared_clear(struct prepared *p);
