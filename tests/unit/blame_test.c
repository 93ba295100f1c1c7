/* Addresses that send wrong keys. */
#include "stream/blame.h"

#include "unit.h"

static void so_many_in_a_minute(void **state)
{
    (void)state;
    static struct blame b;
    int after = 0;

    for (int i = 0; i < BLAME_MOST; i++) {
        assert_false(blame_full(&b, "192.0.2.1", 1000 + i, &after));
        blame_add(&b, "192.0.2.1", 1000 + i);
    }
    assert_true(blame_full(&b, "192.0.2.1", 2000, &after));
    assert_in_range(after, 59, 60);
    assert_false(blame_full(&b, "192.0.2.2", 2000, &after));
    assert_false(blame_full(&b, "192.0.2.1", 1000 + BLAME_WINDOW_MS, &after));
    blame_add(&b, "192.0.2.1", 1000 + BLAME_WINDOW_MS);
    assert_false(blame_full(&b, "192.0.2.1", 1001 + BLAME_WINDOW_MS, &after));
}

UNIT_TESTS(UNIT(so_many_in_a_minute))
