/* Bounded builders: what fits, what does not, and that overflow sticks. */
#include "base/buf.h"

#include <string.h>

#include "unit.h"

static void builds_text(void **state)
{
    (void)state;
    char room[32];
    struct buf b = BUF(room);

    buf_str(&b, "a");
    buf_char(&b, '=');
    buf_fmt(&b, "%d", 42);
    buf_add(&b, "xyz", 2);
    assert_true(buf_ok(&b));
    assert_string_equal(room, "a=42xy");
    assert_true(str_is(buf_view(&b), "a=42xy"));
}

static void fills_to_the_last_byte(void **state)
{
    (void)state;
    char room[5];
    struct buf b = BUF(room);

    buf_str(&b, "abcd");
    assert_true(buf_ok(&b));
    buf_add(&b, "", 0);
    assert_true(buf_ok(&b));
    assert_string_equal(room, "abcd");
    buf_char(&b, 'e');
    assert_false(buf_ok(&b));
    assert_string_equal(room, "abcd");
}

static void overflow_sticks(void **state)
{
    (void)state;
    char room[5];
    struct buf b = BUF(room);

    buf_fmt(&b, "%s", "much too long");
    assert_false(buf_ok(&b));
    assert_string_equal(room, "");
    buf_char(&b, 'x');
    buf_fmt(&b, "y");
    assert_false(buf_ok(&b));
    assert_string_equal(room, "");
}

static void no_room_at_all(void **state)
{
    (void)state;
    struct buf b = {0};

    buf_char(&b, 'x');
    assert_false(buf_ok(&b));
    b = (struct buf){0};
    buf_fmt(&b, "x");
    assert_false(buf_ok(&b));
    assert_int_equal(b.n, 0);
}

static void keeps_zero_bytes(void **state)
{
    (void)state;
    char room[8];
    struct buf b = BUF(room);

    buf_add(&b, "a\0b", 3);
    assert_int_equal(buf_view(&b).n, 3);
    assert_memory_equal(room, "a\0b\0", 4);
}

UNIT_TESTS(UNIT(builds_text), UNIT(fills_to_the_last_byte), UNIT(overflow_sticks),
           UNIT(no_room_at_all), UNIT(keeps_zero_bytes))
