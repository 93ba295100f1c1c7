/* Searching in pieces finds exactly what searching in the whole would. */
#include "base/needle.h"

#include <string.h>

#include "unit.h"

static void finds_across_any_cut(void **state)
{
    (void)state;
    static const struct {
        const char *text, *stream;
    } cases[] = {
        {"abab", "ababab"},    {"aab", "aaaaab"},         {"abcabd", "abcabcabd"}, {"x", "yyyx"},
        {"x", "yyy"},          {"abcabd", "abcabc"},      {"aaaa", "aaa"},         {"", "anything"},
        {"needle", "need le"}, {"aabaaab", "aabaabaaab"},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        bool want = strstr(cases[i].stream, cases[i].text) != NULL;
        size_t n = strlen(cases[i].stream);
        for (size_t step = 1; step <= n; step++) {
            struct needle d;
            needle_init(&d, cases[i].text, strlen(cases[i].text));
            bool found = d.found;
            for (size_t at = 0; at < n; at += step)
                found = needle_feed(&d, cases[i].stream + at, n - at < step ? n - at : step);
            assert_int_equal(found, want);
        }
    }
}

static void stays_found(void **state)
{
    (void)state;
    struct needle d;

    needle_init(&d, "ab", 2);
    assert_true(needle_feed(&d, "ab", 2));
    assert_true(needle_feed(&d, "zz", 2));
}

UNIT_TESTS(UNIT(finds_across_any_cut), UNIT(stays_found))
