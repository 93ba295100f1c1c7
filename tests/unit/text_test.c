/* Templates. */
#include "cli/text.h"

#include <string.h>

#include "unit.h"

static const struct text_pair pairs[] = {
    {"A", "alpha"}, {"LONG_NAME", "x@y"}, {"NONE", ""}, {NULL, NULL}};

static void fills_what_it_knows(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
    } cases[] = {
        {"", ""},
        {"plain", "plain"},
        {"@A@", "alpha"},
        {"<@A@@A@>", "<alphaalpha>"},
        {"@LONG_NAME@", "x@y"}, /* what is filled in is not looked at again */
        {"[@NONE@]", "[]"},
        {"a@b.test @ @@ @a@ @A", "a@b.test @ @@ @a@ @A"},
        {"@@A@@", "@alpha@"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[64];
        struct buf b = BUF(text);
        struct err e = {0};
        assert_true(text_expand(&b, str_of(cases[i].from), pairs, &e));
        assert_string_equal(text, cases[i].to);
    }
}

static void refuses_an_unknown_name(void **state)
{
    (void)state;
    char text[64];
    struct buf b = BUF(text);
    struct err e = {0};

    assert_false(text_expand(&b, STR("x @NO_SUCH@"), pairs, &e));
    assert_int_equal(e.code, ERR_INVALID);
    assert_non_null(strstr(e.msg, "@NO_SUCH@"));
}

static void says_when_there_is_no_room(void **state)
{
    (void)state;
    char text[5];
    struct buf b = BUF(text);
    struct err e = {0};

    assert_false(text_expand(&b, STR("@A@"), pairs, &e));
    assert_int_equal(e.code, ERR_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fills_what_it_knows),
        cmocka_unit_test(refuses_an_unknown_name),
        cmocka_unit_test(says_when_there_is_no_room),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
