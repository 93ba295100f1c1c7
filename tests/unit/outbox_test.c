/* The queue of results: bounds, and what is kept when there is too much. */
#include "workers/outbox.h"

#include <stdlib.h>
#include <string.h>

#include "unit.h"

enum {
    MOST = 150000,
    STEP = MOST / 64 + 1 /* what goes at once when it is full */,
    MOST_TEXTS = 20000
}; /* of outbox.c */

struct fixture {
    struct frame frame;
    struct leases leases;
    struct outbox box;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    outbox_start(&f->box, &f->frame, &f->leases);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    outbox_stop(&f->box);
    free(f);
    return 0;
}

static void keeps_the_newest_when_full(void **state)
{
    struct fixture *f = *state;

    for (int64_t i = 0; i < MOST + 10; i++)
        outbox_sample(&f->box, &(struct result_sample){{1, 1}, i, STATUS_UP, 1});
    assert_int_equal(f->box.nsamples, MOST + 10 - STEP);
    assert_int_equal(f->box.dropped, STEP);
    assert_int_equal(f->box.samples[0].slot_us, STEP);
    assert_int_equal(f->box.samples[f->box.nsamples - 1].slot_us, MOST + 9);
}

static void leaves_alone_what_is_on_its_way(void **state)
{
    struct fixture *f = *state;

    for (int64_t i = 0; i < MOST; i++)
        outbox_sample(&f->box, &(struct result_sample){{1, 1}, i, STATUS_UP, 1});
    f->box.in_flight = true;
    f->box.sent.nsamples = 5000;
    outbox_sample(&f->box, &(struct result_sample){{1, 1}, MOST, STATUS_UP, 1});
    assert_int_equal(f->box.samples[4999].slot_us, 4999);
    assert_int_equal(f->box.samples[5000].slot_us, 5000 + STEP); /* the oldest that wait went */
    f->box.in_flight = false;
}

static void texts_are_copied_and_bounded(void **state)
{
    struct fixture *f = *state;
    char message[] = "first";

    for (int64_t i = 0; i < MOST_TEXTS + 3; i++) {
        outbox_event(&f->box, &(struct result_event){
                                  {1, i}, i, true, STATUS_UP, STATUS_DOWN, "timeout", message});
        bool taken = outbox_state_take(
            &f->box, &(struct result_state){{1, i}, STATUS_DOWN, "timeout", message, NULL, i, i, 0},
            strdup("{}"));
        assert_int_equal(taken, i < MOST_TEXTS); /* else it is said again with the next result */
    }
    message[0] = 'F';
    assert_int_equal(f->box.nevents, MOST_TEXTS);
    assert_int_equal(f->box.nstates, MOST_TEXTS);
    assert_int_equal(f->box.events[0].of.check, 3);
    assert_string_equal(f->box.events[0].message, "first");
    assert_string_equal(f->box.states[MOST_TEXTS - 1].details, "{}");
    assert_false(outbox_empty(&f->box));
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
UNIT_TESTS(CASE(keeps_the_newest_when_full), CASE(leaves_alone_what_is_on_its_way),
           CASE(texts_are_copied_and_bounded))
