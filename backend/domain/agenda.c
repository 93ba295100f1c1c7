/* The heap: children of place i are 2i + 1 and 2i + 2; every item knows its place, and
 * its time stands beside it in the heap, which is read far more often than the items. */
#include "domain/agenda.h"

#include <stdlib.h>

#include "base/size.h"

static void seat(struct agenda *a, size_t i, struct agenda_item *item)
{
    a->heap[i] = (struct agenda_seat){item->due_mono_ms, item};
    item->at = i + 1;
}

static void move(struct agenda *a, size_t to, size_t from)
{
    a->heap[to] = a->heap[from];
    a->heap[to].item->at = to + 1;
}

static void rise(struct agenda *a, size_t i)
{
    struct agenda_item *item = a->heap[i].item;

    for (; i > 0 && item->due_mono_ms < a->heap[(i - 1) / 2].due_mono_ms; i = (i - 1) / 2)
        move(a, i, (i - 1) / 2);
    seat(a, i, item);
}

static void sink(struct agenda *a, size_t i)
{
    struct agenda_item *item = a->heap[i].item;

    for (size_t child; (child = 2 * i + 1) < a->n; i = child) {
        if (child + 1 < a->n && a->heap[child + 1].due_mono_ms < a->heap[child].due_mono_ms)
            child++;
        if (a->heap[child].due_mono_ms >= item->due_mono_ms)
            break;
        move(a, i, child);
    }
    seat(a, i, item);
}

static bool grow(struct agenda *a, struct err *e)
{
    size_t cap = a->cap ? a->cap * 2 : 64, bytes;

    if (!size_mul(cap, sizeof(struct agenda_seat), &bytes))
        return err_set(e, ERR_UNAVAILABLE, "too many things are due");
    struct agenda_seat *heap = realloc(a->heap, bytes);
    if (!heap)
        return err_set(e, ERR_UNAVAILABLE, "no memory for %zu due times", cap);
    a->heap = heap;
    a->cap = cap;
    return true;
}

void agenda_clear(struct agenda *a)
{
    for (size_t i = 0; i < a->n; i++)
        a->heap[i].item->at = 0;
    free(a->heap);
    *a = (struct agenda){0};
}

bool agenda_put(struct agenda *a, struct agenda_item *item, int64_t due_mono_ms, struct err *e)
{
    if (!item->at) {
        if (a->n == a->cap && !grow(a, e))
            return false;
        seat(a, a->n++, item);
    }
    item->due_mono_ms = due_mono_ms;
    rise(a, item->at - 1);
    sink(a, item->at - 1);
    return true;
}

void agenda_remove(struct agenda *a, struct agenda_item *item)
{
    if (!item->at)
        return;
    size_t i = item->at - 1;
    struct agenda_item *last = a->heap[--a->n].item;
    item->at = 0;
    if (last == item)
        return;
    seat(a, i, last);
    rise(a, i);
    sink(a, last->at - 1);
}

struct agenda_item *agenda_first(const struct agenda *a)
{
    return a->n ? a->heap[0].item : NULL;
}
