/* Parameter rows and values given as text. */
#include "base/param.h"

#include <string.h>

#include "unit.h"

static const struct param rows[] = {
    {.name = "text", .type = PARAM_STRING, .min = 1, .max = 4},
    {.name = "whole", .type = PARAM_INT, .min = -5, .max = 10},
    {.name = "real", .type = PARAM_NUMBER, .min = 0, .max = 0.5},
    {.name = "flag", .type = PARAM_BOOL},
    {.name = "one", .type = PARAM_ENUM, .choices = "GET|HEAD"},
    {.name = "map", .type = PARAM_MAP, .max = 3},
    {.name = "list", .type = PARAM_LIST, .max = 3},
    {0},
};

static void finds_rows(void **state)
{
    (void)state;

    assert_ptr_equal(param_find(rows, STR("text")), &rows[0]);
    assert_ptr_equal(param_find(rows, STR("list")), &rows[6]);
    assert_null(param_find(rows, STR("tex")));
    assert_null(param_find(rows, STR("texts")));
    assert_null(param_find(rows, STR("")));
}

static void checks_text_values(void **state)
{
    (void)state;
    static const struct {
        const char *row, *value;
        bool good;
    } cases[] = {
        {"text", "a", true},      {"text", "abcd", true},     {"text", "", false},
        {"text", "abcde", false}, {"text", "\xff", false},    {"text", "\xc3\xa9", true},
        {"whole", "-5", true},    {"whole", "10", true},      {"whole", "-6", false},
        {"whole", "11", false},   {"whole", "1.0", false},    {"whole", "", false},
        {"whole", "1e1", false},  {"whole", " 1", false},     {"real", "0.5", true},
        {"real", "5e-1", true},   {"real", "0.51", false},    {"real", "nan", false},
        {"real", "inf", false},   {"flag", "true", true},     {"flag", "false", true},
        {"flag", "TRUE", false},  {"flag", "1", false},       {"one", "GET", true},
        {"one", "HEAD", true},    {"one", "GET|HEAD", false}, {"one", "", false},
        {"one", "get", false},    {"map", "a=b", false},      {"list", "a", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct err e = {0};
        const struct param *row = param_find(rows, str_of(cases[i].row));
        if (param_check_text(row, str_of(cases[i].value), &e) != cases[i].good)
            fail_msg("%s = \"%s\"", cases[i].row, cases[i].value);
        assert_int_equal(e.code, cases[i].good ? ERR_NONE : ERR_INVALID);
        if (!cases[i].good)
            assert_string_equal(e.field, cases[i].row);
    }
}

static void types_have_names(void **state)
{
    (void)state;

    assert_string_equal(param_type_name(PARAM_STRING), "string");
    assert_string_equal(param_type_name(PARAM_LIST), "list");
    for (int t = PARAM_STRING; t <= PARAM_LIST; t++)
        assert_non_null(param_type_name((enum param_type)t));
}

UNIT_TESTS(UNIT(finds_rows), UNIT(checks_text_values), UNIT(types_have_names))
