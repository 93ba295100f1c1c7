/* Checked arithmetic of sizes, and scope cleanup. */
#include "base/size.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/scope.h"
#include "unit.h"

static void multiplies_or_refuses(void **state)
{
    (void)state;
    static const struct {
        size_t a, b, product;
        bool fits;
    } cases[] = {
        {0, 0, 0, true},
        {0, SIZE_MAX, 0, true},
        {1, SIZE_MAX, SIZE_MAX, true},
        {SIZE_MAX, 2, 0, false},
        {SIZE_MAX / 2, 2, SIZE_MAX - 1, true},
        {SIZE_MAX / 2 + 1, 2, 0, false},
        {(size_t)1 << 32, (size_t)1 << 32, 0, false},
        {1000, 24, 24000, true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t n = 0;
        assert_int_equal(size_mul(cases[i].a, cases[i].b, &n), cases[i].fits);
        if (cases[i].fits)
            assert_true(n == cases[i].product);
    }
}

static int open_and_leave(void)
{
    AUTO_FD fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    AUTO_FD none = -1;
    (void)none;
    return fd;
}

static void scopes_close_descriptors(void **state)
{
    (void)state;
    int fd = open_and_leave();

    assert_true(fd >= 0);
    assert_int_equal(fcntl(fd, F_GETFD), -1);
    {
        AUTO_FILE f = fopen("/dev/null", "re");
        AUTO_FILE none = NULL;
        assert_non_null(f);
        (void)none;
        fd = fileno(f);
    }
    assert_int_equal(fcntl(fd, F_GETFD), -1);
}

UNIT_TESTS(UNIT(multiplies_or_refuses), UNIT(scopes_close_descriptors))
