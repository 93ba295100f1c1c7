/* What becomes of a lost child's connections. */
#include "api/custody.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "unit.h"

static void only_the_answered_connection_ends(void **state)
{
    static struct custody c;
    static struct slot slot;
    struct parcel_way heirs;
    struct err e = {0};
    int pairs[3][2];
    char byte;

    (void)state;
    assert_done(custody_open(&c, &e), &e);
    assert_done(parcel_open(&heirs, &e), &e);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pairs[i]), 0);
        assert_true(parcel_send(&c.gifts, pairs[i][0]));
        slot.holds[i] = custody_inode(pairs[i][0]);
        close(pairs[i][0]); /* the child is gone */
        assert_int_equal(write(pairs[i][1], "x", 1), 1);
    }
    slot.answers = slot.holds[1];
    custody_pass_on(&c, &slot, &heirs);
    assert_int_equal(c.ncopies, 2);
    assert_int_equal(slot.answers + slot.holds[0] + slot.holds[1] + slot.holds[2], 0);
    assert_int_equal(read(pairs[1][1], &byte, 1), -1);
    assert_int_equal(errno, ECONNRESET); /* with what was sent unread */
    for (int i = 0; i < 2; i++) {
        int fd = parcel_take(&heirs);
        assert_true(fd >= 0);
        assert_int_equal(read(fd, &byte, 1), 1); /* what waited in it */
        close(fd);
    }
    assert_int_equal(parcel_take(&heirs), -1);
    close(pairs[0][1]); /* the peer ends it */
    custody_turn(&c);
    assert_int_equal(c.ncopies, 1);
    custody_renounce(&c);
    assert_int_equal(c.ncopies, 0);
    assert_int_equal(read(pairs[2][1], &byte, 1), 0);
    close(pairs[1][1]);
    close(pairs[2][1]);
    close(c.gifts.give);
    close(heirs.give);
    close(heirs.take);
}

UNIT_TESTS(UNIT(only_the_answered_connection_ends))
