/* The set of prepared statements: never full, so that every search ends. */
#include "store/prepared.h"

#include <stdint.h>

#include "store/tx.h"
#include "unit.h"

static struct stmt statements[2 * PREPARED_SLOTS];

static void takes_what_fits_and_ends_when_full(void **state)
{
    static struct prepared p;
    size_t held = 0;
    (void)state;

    prepared_clear(&p);
    for (size_t i = 0; i < COUNT(statements); i++) {
        assert_false(prepared_has(&p, &statements[i]));
        bool room = prepared_room(&p, 1);
        prepared_add(&p, &statements[i]);
        prepared_add(&p, &statements[i]);
        assert_int_equal(prepared_has(&p, &statements[i]), room);
        held += room;
    }
    assert_int_equal(held, PREPARED_SLOTS / 4 * 3);
    assert_int_equal(p.n, held);
    for (size_t i = 0; i < COUNT(statements); i++)
        assert_int_equal(prepared_has(&p, &statements[i]), i < held);
    assert_true(prepared_room(&p, 0));
    assert_false(prepared_room(&p, SIZE_MAX));
    prepared_clear(&p);
    assert_false(prepared_has(&p, &statements[0]));
}

static void counts_what_is_on_its_way(void **state)
{
    static struct prepared p;
    (void)state;

    prepared_clear(&p);
    for (size_t i = 0; i < PREPARED_SLOTS / 4 * 3 - 2; i++)
        prepared_add(&p, &statements[i]);
    assert_true(prepared_room(&p, 2));
    assert_false(prepared_room(&p, 3));
}

UNIT_TESTS(UNIT(takes_what_fits_and_ends_when_full), UNIT(counts_what_is_on_its_way))
