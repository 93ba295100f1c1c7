/* What a machine must have before anything starts. */
#include "cli/fit.h"

#include <string.h>

#include "unit.h"

static const int64_t mib = 1 << 20, hour_us = 3600LL * 1000000;

static void judges_disks(void **state)
{
    (void)state;
    static const struct {
        struct machine_disk disk;
        const char *says; /* NULL: fit */
    } cases[] = {
        {{.free_bytes = 64LL << 20, .free_files = 1000, .counts_files = true}, NULL},
        {{.free_bytes = 1LL << 50, .free_files = 1 << 30, .counts_files = true}, NULL},
        {{.free_bytes = 64LL << 20, .free_files = 0, .counts_files = false}, NULL},
        {{.free_bytes = (64LL << 20) - 1, .free_files = 1000, .counts_files = true}, "63 MiB free"},
        {{.free_bytes = 0, .free_files = 1000, .counts_files = true}, "0 MiB free"},
        {{.free_bytes = 1LL << 40, .free_files = 999, .counts_files = true}, "999 more files"},
        {{.free_bytes = 1LL << 40, .free_files = 0, .counts_files = true}, "0 more files"},
        {{.free_bytes = 1LL << 40, .free_files = 9999, .counts_files = true, .read_only = true},
         "only be read"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct err e = {0};
        assert_int_equal(fit_disk(&cases[i].disk, "/srv/tocsin", &e), cases[i].says == NULL);
        assert_int_equal(e.code, cases[i].says ? ERR_UNAVAILABLE : ERR_NONE);
        if (cases[i].says) {
            assert_non_null(strstr(e.msg, cases[i].says));
            assert_non_null(strstr(e.msg, "/srv/tocsin"));
        }
    }
    struct err e = {0};
    const struct machine_disk little = {.free_bytes = 5 * mib};
    assert_false(fit_disk(&little, "/x", &e));
    assert_string_equal(e.msg, "/x has 5 MiB free, starting takes 64: free some space there");
}

static void judges_clocks(void **state)
{
    (void)state;
    const int64_t now = 1700000000LL * 1000000;
    static const struct {
        int64_t ahead_h;
        bool fit;
    } cases[] = {{-100000, true}, {-1, true},  {0, true},      {1, true},
                 {24, true},      {25, false}, {100000, false}};

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct err e = {0};
        assert_int_equal(fit_clock(now, now + cases[i].ahead_h * hour_us, "/f", &e), cases[i].fit);
        assert_int_equal(e.code, cases[i].fit ? ERR_NONE : ERR_UNAVAILABLE);
    }
    struct err e = {0};
    assert_false(fit_clock(0, now, "/f", &e));
    assert_string_equal(e.msg, "the clock says 1970-01-01, but /f is of 2023-11-14: set the clock, "
                               "or touch that file if it is right");
}

static void reads_this_machine(void **state)
{
    (void)state;
    struct machine_disk d = {.free_bytes = -1};

    assert_true(machine_disk("/", &d));
    assert_true(d.free_bytes >= 0 && d.used_percent >= 0 && d.used_percent <= 100);
    assert_false(machine_disk("/no/such/folder", &d));
    assert_true(machine_clock() >= MACHINE_CLOCK_UNKNOWN && machine_clock() <= MACHINE_CLOCK_FREE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judges_disks),
        cmocka_unit_test(judges_clocks),
        cmocka_unit_test(reads_this_machine),
    };
    return cmocka_run_group_tests_name("fit", tests, NULL, NULL);
}
