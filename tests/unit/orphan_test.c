/* Connections change hands without their peer noticing. */
#include "api/orphan.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "unit.h"

static void passes_a_connection_on(void **state)
{
    (void)state;
    struct orphan_pair o;
    struct err e = {0};
    int pair[2];
    char got[8] = "";

    assert_done(orphan_open(&o, &e), &e);
    assert_int_equal(orphan_take(&o), -1);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    assert_int_equal(write(pair[1], "hello", 5), 5);
    orphan_give(&o, pair[0]);
    assert_int_equal(write(pair[1], "!", 1), 1); /* still open, in nobody's hands */
    int fd = orphan_take(&o);
    assert_true(fd >= 0);
    assert_int_equal(read(fd, got, sizeof got), 6);
    assert_string_equal(got, "hello!");
    assert_int_equal(orphan_take(&o), -1);
    close(fd);
    assert_int_equal(read(pair[1], got, 1), 0);
    close(pair[1]);
    close(o.give);
    close(o.take);
}

UNIT_TESTS(UNIT(passes_a_connection_on))
