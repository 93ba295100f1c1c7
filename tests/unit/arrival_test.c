/* How far a request has arrived, byte by byte. */
#include "api/arrival.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "unit.h"

static const unsigned char request[] = {
    1, 1, 0, 1, 0, 8, 0, 0, 0, 1, 1,   0,   0, 0, 0, 0, /* begin */
    1, 4, 0, 1, 0, 4, 4, 0, 1, 1, 'A', 'b', 0, 0, 0, 0, /* parameters, padded */
    1, 4, 0, 1, 0, 0, 0, 0,                             /* their end */
};

static void waits_for_the_end_of_the_parameters(void **state)
{
    (void)state;
    int pair[2];

    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    for (size_t i = 0; i < sizeof request; i++) {
        assert_int_equal(arrival_of(pair[0]), ARRIVAL_PART);
        assert_int_equal(write(pair[1], &request[i], 1), 1);
    }
    assert_int_equal(arrival_of(pair[0]), ARRIVAL_HERE);
    assert_int_equal(arrival_of(pair[0]), ARRIVAL_HERE); /* nothing was taken */
    char all[sizeof request];
    assert_int_equal(read(pair[0], all, sizeof all), sizeof request);
    assert_int_equal(arrival_of(pair[0]), ARRIVAL_PART);
    close(pair[1]);
    assert_int_equal(arrival_of(pair[0]), ARRIVAL_GONE);
    close(pair[0]);
}

#define BEGIN_8 1, 1, 0, 1, 0, 8, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0
/* What can never become a request is hung up on at once. */
static void does_not_wait_for_nonsense(void **state)
{
    (void)state;
    static const struct {
        unsigned char bytes[48];
        size_t n;
    } nonsense[] = {
        {{'G', 'E', 'T', ' ', '/', ' ', 'H', 'T'}, 8},
        {{9, 1, 0, 1, 0, 8, 0, 0}, 8},                          /* version */
        {{1, 99, 0, 0, 0, 8, 0, 0}, 8},                         /* type */
        {{1, 9, 0, 0, 0, 17, 0, 0}, 8},                         /* management */
        {{0}, 8},                                               /* nothing */
        {{1, 5, 0, 1, 0, 0, 0, 0}, 8},                          /* a body without a request */
        {{1, 4, 0, 1, 0, 0, 0, 0}, 8},                          /* parameters without one */
        {{1, 1, 0, 0, 0, 8, 0, 0}, 8},                          /* request 0 */
        {{1, 1, 0, 1, 0, 8, 1, 0}, 8},                          /* padding */
        {{1, 1, 0, 1, 0, 7, 0, 0}, 8},                          /* too short a begin */
        {{1, 1, 0, 1, 0, 8, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0}, 16}, /* another role */
        {{BEGIN_8, 1, 2, 0, 1, 0, 0, 0, 0}, 24},                /* abort */
        {{BEGIN_8, 1, 4, 0, 2, 0, 0, 0, 0}, 24},                /* another request's parameters */
        {{BEGIN_8, 1, 4, 0, 1, 0, 5, 0, 0, 255, 255, 255, 255, 1, 1, 4, 0, 1, 0, 0, 0, 0}, 37},
        {{BEGIN_8, 1, 4, 0, 1, 0, 2, 0, 0, 1, 1, 1, 4, 0, 1, 0, 0, 0, 0}, 34},
        {{BEGIN_8, 1, 4, 0, 1, 0, 3, 0, 0, 1, 128, 0, 1, 4, 0, 1, 0, 0, 0, 0}, 35},
    };
    for (size_t i = 0; i < COUNT(nonsense); i++) {
        int pair[2];
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
        assert_int_equal(write(pair[1], nonsense[i].bytes, nonsense[i].n), nonsense[i].n);
        if (arrival_of(pair[0]) != ARRIVAL_GONE)
            fail_msg("case %zu is waited for or served", i);
        close(pair[0]);
        close(pair[1]);
    }
}

/* Parameters that never end do not fill our memory. */
static void bounds_the_parameters(void **state)
{
    (void)state;
    static const unsigned char begin[] = {BEGIN_8};
    static unsigned char record[8 + 4096] = {1, 4, 0, 1, 0x10, 0, 0, 0};
    int pair[2];

    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    assert_int_equal(write(pair[1], begin, sizeof begin), sizeof begin);
    for (int i = 0; i < 15; i++)
        assert_int_equal(write(pair[1], record, sizeof record), sizeof record);
    assert_int_equal(arrival_of(pair[0]), ARRIVAL_PART);
    assert_int_equal(write(pair[1], record, sizeof record), sizeof record);
    assert_int_equal(arrival_of(pair[0]), ARRIVAL_GONE);
    close(pair[0]);
    close(pair[1]);
}

UNIT_TESTS(UNIT(waits_for_the_end_of_the_parameters), UNIT(does_not_wait_for_nonsense),
           UNIT(bounds_the_parameters))
