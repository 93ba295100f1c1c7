/* What is due next: a binary heap over items that live inside their owners. O(log n) to put, move
 * or take, O(1) to look; one pointer of memory an item. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct agenda_item {
    int64_t due_mono_ms;
    size_t at; /* place in the heap + 1; 0 = not in it. Zero before the first use. */
};

struct agenda_seat {
    int64_t due_mono_ms;
    struct agenda_item *item;
};

struct agenda {
    struct agenda_seat *heap; /* owned; the items are borrowed */
    size_t n, cap;
};

void agenda_clear(struct agenda *a);
/* Puts the item, or moves it when it is there already. ERR_UNAVAILABLE without memory. */
bool agenda_put(struct agenda *a, struct agenda_item *item, int64_t due_mono_ms,
                struct err *e) MUST_CHECK;
/* Harmless when it is not there. */
void agenda_remove(struct agenda *a, struct agenda_item *item);
/* The item due first, left in place; NULL when empty. */
struct agenda_item *agenda_first(const struct agenda *a);
