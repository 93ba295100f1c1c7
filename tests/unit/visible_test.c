/* What a terminal gets to see of text that others wrote. */
#include "cli/visible.h"

#include <stdlib.h>
#include <string.h>

#include "unit.h"

static char *printed(void (*put)(FILE *, struct str), struct str s)
{
    char *text = NULL;
    size_t n;
    FILE *f = open_memstream(&text, &n);

    assert_non_null(f);
    put(f, s);
    fclose(f);
    return text;
}

static void shows_what_would_steer(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
        size_t columns;
    } cases[] = {
        {"plain", "plain", 5},
        {"", "", 0},
        {"\x1b[2J", "\\x1b[2J", 7},
        {"a\nb\tc\r", "a\\x0ab\\x09c\\x0d", 15},
        {"\x7f", "\\x7f", 4},
        {"\xc2\x9b", "\\x9b", 4},            /* a control sequence in one character */
        {"\xe2\x80\xae", "\\u202e", 6},      /* writes backwards */
        {"\xf3\xa0\x81\x81", "\\ue0041", 7}, /* a tag that nobody sees */
        {"gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f", 4},
        {"\xe6\x97\xa5", "\xe6\x97\xa5", 2},
        {"e\xcc\x81", "e\xcc\x81", 1},
        {"\xff", "\xef\xbf\xbd", 1},
        {"\xc3", "\xef\xbf\xbd", 1},
        {"\xc0\x80", "\xef\xbf\xbd\xef\xbf\xbd", 2},
        {"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 3},
        {"\xf5\x80\x80\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 4},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        char *text = printed(visible_print, str_of(cases[i].in));
        assert_string_equal(text, cases[i].out);
        assert_int_equal(visible_width(str_of(cases[i].in)), cases[i].columns);
        free(text);
    }
}

static void cuts_between_characters(void **state)
{
    (void)state;
    char out[6];

    visible_cut(STR("abcdefg"), out, sizeof out);
    assert_string_equal(out, "abcde");
    visible_cut(STR("abc\xe6\x97\xa5"), out, sizeof out);
    assert_string_equal(out, "abc");
    visible_cut(STR("ab\x1b"), out, sizeof out);
    assert_string_equal(out, "ab");
}

static void keeps_json_json(void **state)
{
    (void)state;
    char *text =
        printed(visible_json, STR("{\"a\": \"\x7f\xe2\x80\xae\xf3\xa0\x81\x81\xc3\xbc\"}\n"));

    assert_string_equal(text, "{\"a\": \"\\u007f\\u202e\\udb40\\udc41\xc3\xbc\"}\n");
    free(text);
}

UNIT_TESTS(UNIT(shows_what_would_steer), UNIT(cuts_between_characters), UNIT(keeps_json_json))
