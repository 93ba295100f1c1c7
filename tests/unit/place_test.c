/* Which folders an installation may live in. */
#include "cli/place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit.h"

static char folder[] = "/tmp/tocsin-place.XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) && chmod(folder, 0755) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static void takes_a_plain_folder(void **state)
{
    struct place p;
    struct err e = {0};
    char var[200];

    (void)state;
    snprintf(var, sizeof var, "%s/var", folder);
    assert_true(place_at(&p, var, "/usr/share/tocsin", &e));
    assert_string_equal(p.var, var);
    assert_int_equal(p.root, geteuid() == 0);
    assert_true(p.programs[0] == '/');
    assert_int_equal(rmdir(var), 0); /* it was made */
}

static void refuses(const char *name, const char *reason)
{
    struct place p;
    struct err e = {0};
    char var[400];

    snprintf(var, sizeof var, "%s/%s", folder, name);
    assert_false(place_at(&p, var, "/usr/share/tocsin", &e));
    assert_int_equal(e.code, ERR_INVALID);
    assert_non_null(strstr(e.msg, reason));
    rmdir(var);
}

static void refuses_what_cannot_work(void **state)
{
    char name[100];

    (void)state;
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    refuses(name, "too long");
    refuses("with blank", "characters");
    refuses("with;mark", "characters");
    refuses("with@mark", "characters");
    refuses("absent/var", "cannot make");
}

static void refuses_what_others_cannot_enter(void **state)
{
    (void)state;
    if (geteuid() != 0)
        skip();
    assert_int_equal(chmod(folder, 0700), 0);
    refuses("var", "may not be entered");
    assert_int_equal(chmod(folder, 0755), 0);
}

static void names_a_missing_program(void **state)
{
    struct place p = {.programs = "/nonexistent"};
    struct err e = {0};
    char path[PATH_MAX];

    (void)state;
    assert_false(place_program(&p, "tocsin-absent", path, &e));
    assert_int_equal(e.code, ERR_NOT_FOUND);
    assert_non_null(strstr(e.msg, "tocsin-absent"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_a_plain_folder),
        cmocka_unit_test(refuses_what_cannot_work),
        cmocka_unit_test(refuses_what_others_cannot_enter),
        cmocka_unit_test(names_a_missing_program),
    };
    return cmocka_run_group_tests_name("place", tests, make_folder, remove_folder);
}
