/* The heap against a plain scan, over random puts, moves and removals. */
#include "base/rng.h"
#include "domain/agenda.h"
#include "unit.h"

enum { ITEMS = 400, STEPS = 20000 };

static int64_t least(const struct agenda_item *items, size_t *count)
{
    int64_t best = INT64_MAX;

    *count = 0;
    for (size_t i = 0; i < ITEMS; i++)
        if (items[i].at) {
            ++*count;
            if (items[i].due_mono_ms < best)
                best = items[i].due_mono_ms;
        }
    return best;
}

static void first_is_always_the_least(void **state)
{
    struct agenda_item items[ITEMS] = {0};
    struct agenda a = {0};
    struct err e = {0};
    struct rng r;
    size_t count;

    (void)state;
    rng_seed(&r, 11);
    for (int i = 0; i < STEPS; i++) {
        struct agenda_item *item = &items[rng_below(&r, ITEMS)];
        if (rng_below(&r, 3))
            assert_true(agenda_put(&a, item, (int64_t)rng_below(&r, 1000), &e));
        else
            agenda_remove(&a, item);
        int64_t want = least(items, &count);
        assert_int_equal(a.n, count);
        if (count)
            assert_int_equal(agenda_first(&a)->due_mono_ms, want);
        else
            assert_null(agenda_first(&a));
    }
    int64_t before = 0;
    for (struct agenda_item *item; (item = agenda_first(&a)) != NULL; agenda_remove(&a, item)) {
        assert_true(item->due_mono_ms >= before);
        before = item->due_mono_ms;
    }
    agenda_clear(&a);
}

UNIT_TESTS(UNIT(first_is_always_the_least))
