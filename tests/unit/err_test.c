/* The error type: first one wins, context goes in front, every code has its answer. */
#include "base/err.h"

#include <string.h>

#include "unit.h"

static void the_first_error_wins(void **state)
{
    (void)state;
    struct err e = {0};

    assert_false(err_set(&e, ERR_NOT_FOUND, "host %d", 7));
    assert_false(err_set(&e, ERR_INTERNAL, "later"));
    assert_false(err_field(&e, ERR_INVALID, "name", "later still"));
    assert_int_equal(e.code, ERR_NOT_FOUND);
    assert_string_equal(e.msg, "host 7");
    assert_null(e.field);
    err_clear(&e);
    assert_int_equal(e.code, ERR_NONE);
    assert_false(err_field(&e, ERR_INVALID, "name", "too %s", "long"));
    assert_string_equal(e.field, "name");
    assert_string_equal(e.msg, "too long");
}

static void context_goes_in_front(void **state)
{
    (void)state;
    struct err e = {0};
    char longer[400];

    err_set(&e, ERR_INTERNAL, "no such file");
    assert_false(err_context(&e, "reading the key"));
    assert_string_equal(e.msg, "reading the key: no such file");

    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    err_clear(&e);
    err_set(&e, ERR_INTERNAL, "%s", longer);
    assert_int_equal(strlen(e.msg), sizeof e.msg - 1);
    err_context(&e, "abc");
    assert_int_equal(strlen(e.msg), sizeof e.msg - 1);
    assert_memory_equal(e.msg, "abc: xxx", 8);
    err_context(&e, longer);
    assert_int_equal(strlen(e.msg), sizeof e.msg - 1);
    assert_memory_equal(e.msg, "xxx", 3);
}

static void every_code_has_an_answer(void **state)
{
    (void)state;

    for (int code = ERR_NONE; code < ERR__COUNT; code++) {
        const struct err_kind *k = err_kind((enum err_code)code);
        assert_non_null(k->slug);
        assert_non_null(k->title);
        if (code != ERR_NONE)
            assert_in_range(k->status, 400, 599);
        for (int other = ERR_NONE; other < code; other++)
            assert_string_not_equal(k->slug, err_kind((enum err_code)other)->slug);
    }
    assert_int_equal(err_kind(ERR__COUNT)->status, 500);
    assert_int_equal(err_kind((enum err_code)1000)->status, 500);
}

UNIT_TESTS(UNIT(the_first_error_wins), UNIT(context_goes_in_front), UNIT(every_code_has_an_answer))
