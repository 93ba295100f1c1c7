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

/* What can never become a request is for libfcgi to refuse, at once. */
static void does_not_wait_for_nonsense(void **state)
{
    (void)state;
    static const unsigned char nonsense[][8] = {
        {'G', 'E', 'T', ' ', '/', ' ', 'H', 'T'},
        {9, 1, 0, 1, 0, 8, 0, 0},
        {1, 99, 0, 0, 0, 8, 0, 0},
        {0, 0, 0, 0, 0, 0, 0, 0},
        {1, 5, 0, 1, 0, 0, 0, 0},
    };
    for (size_t i = 0; i < COUNT(nonsense); i++) {
        int pair[2];
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
        assert_int_equal(write(pair[1], nonsense[i], 8), 8);
        assert_int_equal(arrival_of(pair[0]), ARRIVAL_HERE);
        close(pair[0]);
        close(pair[1]);
    }
}

UNIT_TESTS(UNIT(waits_for_the_end_of_the_parameters), UNIT(does_not_wait_for_nonsense))
