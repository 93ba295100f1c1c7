/* Clocks and RFC 3339, both ways. */
#include "base/clock.h"

#include <string.h>

#include "base/rng.h"
#include "unit.h"

static void reads_times(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t us;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"1970-01-01T00:00:00.000001Z", 1},
        {"2026-02-28T23:59:59.5z", 1772323199500000},
        {"2024-02-29t12:00:00Z", 1709208000000000},
        {"2024-02-29 12:00:00Z", 1709208000000000},
        {"2026-06-01T12:00:00+02:00", 1780308000000000},
        {"2026-06-01T12:00:00-05:30", 1780335000000000},
        {"2026-06-01T12:00:00.123456789Z", 1780315200123456},
        {"9999-12-31T23:59:59Z", 253402300799000000},
        {"1970-01-01T00:00:00+01:00", -3600000000},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t us = -1;
        if (!clock_parse(str_of(cases[i].text), &us))
            fail_msg("refused: %s", cases[i].text);
        assert_int_equal(us, cases[i].us);
    }
}

static void refuses_what_is_no_time(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",
        "2026",
        "2026-06-01",
        "2026-06-01T12:00:00",
        "2026-06-01T12:00Z",
        "2026-06-31T12:00:00Z",
        "2023-02-29T12:00:00Z",
        "2026-13-01T12:00:00Z",
        "2026-00-01T12:00:00Z",
        "2026-01-00T12:00:00Z",
        "2026-06-01T24:00:00Z",
        "2026-06-01T12:60:00Z",
        "2026-06-01T12:00:60Z",
        "1969-12-31T23:59:59Z",
        "10000-01-01T00:00:00Z",
        "2026-06-01T12:00:00.Z",
        "2026-06-01T12:00:00.1234567890Z",
        "2026-06-01T12:00:00+24:00",
        "2026-06-01T12:00:00+01:60",
        "2026-06-01T12:00:00+0100",
        "2026-06-01T12:00:00Zx",
        " 2026-06-01T12:00:00Z",
        "2026-06-01T12:00:00Z ",
        "2026-6-01T12:00:00Z",
        "-026-06-01T12:00:00Z",
        "2026-06-01T1-:00:00Z",
        "2026-06-01T12:00:00,5Z",
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t us = 77;
        if (clock_parse(str_of(cases[i]), &us))
            fail_msg("took: %s", cases[i]);
        assert_int_equal(us, 77);
    }
}

static void writes_times(void **state)
{
    (void)state;
    static const struct {
        int64_t us;
        const char *text;
    } cases[] = {
        {0, "1970-01-01T00:00:00.000Z"},
        {999, "1970-01-01T00:00:00.000Z"},
        {-1, "1969-12-31T23:59:59.999Z"},
        {1709208000123456, "2024-02-29T12:00:00.123Z"},
        {253402300799999999, "9999-12-31T23:59:59.999Z"},
        {253402300800000000, ""},
        {INT64_MAX, ""},
        {INT64_MIN, ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char out[CLOCK_TEXT];
        clock_rfc3339(cases[i].us, out);
        assert_string_equal(out, cases[i].text);
    }
}

/* Any time of the accepted years survives being written and read, to the millisecond. */
static void there_and_back(void **state)
{
    (void)state;
    struct rng r;

    rng_seed(&r, 3);
    for (int i = 0; i < 20000; i++) {
        int64_t us = (int64_t)rng_below(&r, 253402300800000000u), back = -1;
        char out[CLOCK_TEXT];
        clock_rfc3339(us, out);
        assert_int_equal(strlen(out), CLOCK_TEXT - 1);
        assert_true(clock_parse(str_of(out), &back));
        assert_int_equal(back, us / 1000 * 1000);
    }
}

static void clocks_go_forward(void **state)
{
    (void)state;
    int64_t mono = clock_mono_us(), wall = clock_wall_us();

    for (int i = 0; i < 1000; i++) {
        int64_t now = clock_mono_us();
        assert_true(now >= mono);
        mono = now;
    }
    assert_true(wall > 1700000000000000);
    assert_in_range(clock_wall_ms() - wall / 1000, 0, 5000);
    assert_in_range(clock_wall_s() - wall / 1000000, 0, 5);
    assert_in_range(clock_mono_ms() - mono / 1000, 0, 5000);
}

UNIT_TESTS(UNIT(reads_times), UNIT(refuses_what_is_no_time), UNIT(writes_times),
           UNIT(there_and_back), UNIT(clocks_go_forward))
