/* The grid of slots: names, pauses, jumps of the clock, spread. */
#include "base/rng.h"
#include "domain/schedule.h"
#include "unit.h"

#define START_US INT64_C(1800000000000000)

static int64_t off_grid(const struct schedule *s, int64_t slot_us)
{
    return (slot_us - s->phase_ms * 1000) % (s->interval_ms * 1000);
}

static void steady_clock_runs_every_slot_once(void **state)
{
    struct rng r;

    (void)state;
    rng_seed(&r, 3);
    for (int round = 0; round < 200; round++) {
        struct schedule s =
            schedule_of(1, (int64_t)rng_u64(&r), 1000 + (int64_t)rng_below(&r, 90000));
        int64_t wall0 = START_US + (int64_t)rng_below(&r, 1000000000), mono = 5000;
        struct schedule_slot slot = schedule_first(&s, 0, wall0, mono), next;
        assert_true(slot.due_mono_ms <= mono);
        for (int i = 0; i < 100; i++) {
            int64_t late = (int64_t)rng_below(&r, (uint64_t)s.interval_ms / 10);
            mono = (slot.due_mono_ms > mono ? slot.due_mono_ms : mono) + late;
            next = schedule_next(&s, &slot, wall0 + (mono - 5000) * 1000, mono);
            if (i > 0) /* the very first has its own time */
                assert_int_equal(next.slot_us - slot.slot_us, s.interval_ms * 1000);
            assert_int_equal(next.missed, 0);
            assert_int_equal(off_grid(&s, next.slot_us), 0);
            slot = next;
        }
        /* and by then it sits on the grid */
        int64_t at_us = wall0 + (slot.due_mono_ms - 5000) * 1000;
        assert_in_range((uint64_t)(at_us - slot.slot_us + 2000), 0, 4000);
    }
}

static void a_pause_runs_the_newest_slot_and_counts_the_rest(void **state)
{
    struct schedule s = schedule_of(1, 42, 10000);
    struct schedule_slot slot = schedule_first(&s, 0, START_US, 1000);

    (void)state;
    slot = schedule_next(&s, &slot, START_US, 1000);
    int64_t mono = slot.due_mono_ms + 605000, wall = START_US + (mono - 1000) * 1000;
    struct schedule_slot next = schedule_next(&s, &slot, wall, mono);
    assert_int_equal(next.missed, 59);
    assert_true(next.due_mono_ms <= mono && next.due_mono_ms > mono - 11000);
    assert_true(next.slot_us <= wall + 1000000 && next.slot_us > wall - 11000000);
    struct schedule_slot then = schedule_next(&s, &next, wall, mono);
    assert_int_equal(then.missed, 0);
    assert_true(then.due_mono_ms > mono);
}

/* Jumps of an hour, ten years, backwards: runs go on one interval apart, names stay on the grid and
 * follow the clock, and no slot counts as missed. */
static void jumps_move_names_only(void **state)
{
    static const int64_t jumps_s[] = {3600, -3600, INT64_C(315576000), 1, -1, 29, -29};
    struct schedule s = schedule_of(9, 77, 30000);

    (void)state;
    for (size_t j = 0; j < sizeof jumps_s / sizeof *jumps_s; j++) {
        int64_t wall0 = START_US, mono = 0;
        struct schedule_slot slot = schedule_first(&s, 0, wall0, mono);
        for (int i = 0; i < 20; i++) {
            if (i == 10)
                wall0 += jumps_s[j] * 1000000;
            mono = slot.due_mono_ms;
            struct schedule_slot next = schedule_next(&s, &slot, wall0 + mono * 1000, mono);
            int64_t gap = next.due_mono_ms - slot.due_mono_ms;
            assert_in_range((uint64_t)gap, 27000, 33000);
            assert_int_equal(next.missed, 0);
            assert_int_equal(off_grid(&s, next.slot_us), 0);
            int64_t apart = next.slot_us - (wall0 + next.due_mono_ms * 1000);
            assert_true(apart <= 15000000 && apart >= -15000000);
            slot = next;
        }
    }
}

static void a_takeover_redoes_only_what_was_not_done(void **state)
{
    struct schedule s = schedule_of(2, 5, 60000);
    struct schedule_slot first = schedule_first(&s, 0, START_US, 100);

    (void)state;
    assert_true(first.due_mono_ms <= 100);
    assert_int_equal(first.slot_us, START_US);
    struct schedule_slot again = schedule_first(&s, first.slot_us, START_US, 100);
    assert_int_equal(off_grid(&s, again.slot_us), 0);
    assert_true(again.slot_us > START_US && again.slot_us <= START_US + 60000000);
    assert_true(again.due_mono_ms > 100 && again.due_mono_ms <= 60100);
    /* the slot before was not done */
    struct schedule_slot redone = schedule_first(&s, again.slot_us - 120000000, START_US, 100);
    assert_int_equal(redone.slot_us, again.slot_us - 60000000);
    assert_true(redone.due_mono_ms <= 100);
    /* slots from the future (a clock that went back): look at once rather than in an hour */
    struct schedule_slot back =
        schedule_first(&s, first.slot_us + INT64_C(3600000000), START_US, 100);
    assert_true(back.due_mono_ms <= 100);
}

static void checks_spread_over_their_interval(void **state)
{
    int tenth[10] = {0};

    (void)state;
    for (int64_t id = 1; id <= 10000; id++)
        tenth[schedule_of(1, id, 60000).phase_ms / 6000]++;
    for (int i = 0; i < 10; i++)
        assert_in_range((uint64_t)tenth[i], 850, 1150);
    assert_int_equal(schedule_of(1, 1, 60000).phase_ms, schedule_of(1, 1, 60000).phase_ms);
    assert_int_not_equal(schedule_of(1, 1, 60000).phase_ms, schedule_of(2, 1, 60000).phase_ms);
}

UNIT_TESTS(UNIT(steady_clock_runs_every_slot_once),
           UNIT(a_pause_runs_the_newest_slot_and_counts_the_rest), UNIT(jumps_move_names_only),
           UNIT(a_takeover_redoes_only_what_was_not_done), UNIT(checks_spread_over_their_interval))
