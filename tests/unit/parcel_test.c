/* Connections change hands without their peer noticing. */
#include "api/parcel.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "unit.h"

static void passes_a_connection_on(void **state)
{
    (void)state;
    struct parcel_way w;
    struct err e = {0};
    int pair[2];
    char got[8] = "";

    assert_done(parcel_open(&w, &e), &e);
    assert_int_equal(parcel_take(&w), -1);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    assert_int_equal(write(pair[1], "hello", 5), 5);
    assert_true(parcel_send(&w, pair[0]));
    close(pair[0]);
    assert_int_equal(write(pair[1], "!", 1), 1); /* still open, in nobody's hands */
    int fd = parcel_take(&w);
    assert_true(fd >= 0);
    assert_int_equal(read(fd, got, sizeof got), 6);
    assert_string_equal(got, "hello!");
    assert_int_equal(parcel_take(&w), -1);
    close(fd);
    assert_int_equal(read(pair[1], got, 1), 0);
    close(pair[1]);
    close(w.give);
    close(w.take);
}

UNIT_TESTS(UNIT(passes_a_connection_on))
