/* What every unit test includes: cmocka in the order it wants, and two helpers.
 * A test file is a table of cases, a few functions, and `UNIT_TESTS(...)` at the end. */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The program of a test file; cmocka prints TAP when CMOCKA_MESSAGE_OUTPUT says so. */
#define UNIT_TESTS(...)                                        \
    int main(void)                                             \
    {                                                          \
        const struct CMUnitTest tests[] = {__VA_ARGS__};       \
        return cmocka_run_group_tests(tests, NULL, NULL) != 0; \
    }
#define UNIT(function) cmocka_unit_test(function)

/* Fails with the error's text unless `done` is true. */
#define assert_done(done, e)                 \
    do {                                     \
        if (!(done))                         \
            fail_msg("error: %s", (e)->msg); \
    } while (0)

/* The call failed with this code. */
#define assert_refused(done, e, want)        \
    do {                                     \
        assert_false(done);                  \
        assert_int_equal((e)->code, (want)); \
    } while (0)
