/* Roles and rights: each role holds those below it, and nothing comes from a role by accident. */
#include "domain/permission.h"

#include <string.h>

#include "unit.h"

static void roles_grow(void **state)
{
    (void)state;
    uint64_t before = 0;

    assert_int_equal(permission_of_role(ROLE_NONE), 0);
    for (int r = ROLE_VIEWER; r < ROLE__COUNT; r++) {
        uint64_t now = permission_of_role((enum role)r);
        assert_true((now & before) == before && now != before);
        assert_false(now & PERM_BIT(PLATFORM_MANAGE));
        assert_false(now &
                     (PERM_BIT(PERM_NONE) | PERM_BIT(PERM_PUBLIC) | PERM_BIT(PERM_SIGNED_IN)));
        assert_int_equal(permission_role_find(str_of(permission_role_name((enum role)r))), r);
        before = now;
    }
    assert_false(permission_of_role(ROLE_VIEWER) & PERM_BIT(HOST_WRITE));
    assert_false(permission_of_role(ROLE_OPERATOR) & PERM_BIT(CHECK_WRITE));
    assert_true(permission_of_role(ROLE_OPERATOR) & PERM_BIT(CHECK_RUN));
}

static void names_are_unique(void **state)
{
    (void)state;
    for (int p = 0; p < PERM__COUNT; p++) {
        const char *name = permission_row((enum permission)p)->name;
        assert_int_equal(name != NULL, p > PERM_PERSON);
        if (name)
            assert_int_equal(permission_find(str_of(name)), p);
    }
    assert_int_equal(permission_find(STR("host")), PERM_NONE);
    assert_int_equal(permission_find(STR("*")), PERM_NONE);
    assert_int_equal(permission_role_find(STR("")), ROLE_NONE);
    assert_int_equal(permission_role_find(STR("Owner")), ROLE_NONE);
}

UNIT_TESTS(UNIT(roles_grow), UNIT(names_are_unique))
