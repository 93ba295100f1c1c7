/* Views, strict numbers, hex and UTF-8. */
#include "base/str.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "unit.h"

static void looks_at_text(void **state)
{
    (void)state;

    assert_int_equal(str_of(NULL).n, 0);
    assert_true(str_eq((struct str){0}, STR("")));
    assert_true(str_is(STR("abc"), "abc"));
    assert_false(str_is(STR("abc"), "abcd"));
    assert_false(str_is(STR("a\0b"), "a"));
    assert_true(str_starts(STR("abc"), "ab"));
    assert_true(str_starts(STR("abc"), ""));
    assert_false(str_starts(STR("ab"), "abc"));
    assert_true(str_is(str_trim(STR(" \t a b\t ")), "a b"));
    assert_true(str_is(str_trim(STR(" \t ")), ""));
    assert_true(str_is(str_trim(STR("\n")), "\n"));
}

static void mends_what_was_cut(void **state)
{
    (void)state;
    static const struct {
        const char *cut, *mended;
    } cases[] = {
        {"", ""},
        {"plain", "plain"},
        {"\xc3\xa9", "\xc3\xa9"},
        {"a\xc3", "a?"},
        {"\xc3(", "?("},
        {"\xe6\xbc\xa2\xe6\xbc", "\xe6\xbc\xa2??"},
        {"\xf0\x9f\x9b end", "??? end"},
        {"\xff\xfe", "??"},
        {"\xed\xa0\x80", "???"},
        {"\xa2\xc3\xa9", "?\xc3\xa9"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char z[40];
        snprintf(z, sizeof z, "%s", cases[i].cut);
        str_mend(z);
        assert_string_equal(z, cases[i].mended);
    }
}

static void cuts_at_a_mark(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *pieces[5];
    } cases[] = {
        {"a,b,c", {"a", "b", "c"}}, {"", {""}},           {",", {"", ""}}, {"a,", {"a", ""}},
        {",,x", {"", "", "x"}},     {"alone", {"alone"}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct str rest = str_of(cases[i].text), piece;
        size_t n = 0;
        for (; str_cut(&rest, ',', &piece); n++) {
            assert_non_null(cases[i].pieces[n]);
            assert_true(str_is(piece, cases[i].pieces[n]));
        }
        assert_null(cases[i].pieces[n]);
    }
}

static void reads_whole_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t min, max, value;
        bool good;
    } cases[] = {
        {"0", 0, 0, 0, true},
        {"-1", -1, 1, -1, true},
        {"007", 0, 10, 7, true},
        {"9223372036854775807", INT64_MIN, INT64_MAX, INT64_MAX, true},
        {"-9223372036854775808", INT64_MIN, INT64_MAX, INT64_MIN, true},
        {"9223372036854775808", INT64_MIN, INT64_MAX, 0, false},
        {"-9223372036854775809", INT64_MIN, INT64_MAX, 0, false},
        {"99999999999999999999999999", INT64_MIN, INT64_MAX, 0, false},
        {"", 0, 9, 0, false},
        {"-", -9, 9, 0, false},
        {"+1", -9, 9, 0, false},
        {" 1", 0, 9, 0, false},
        {"1 ", 0, 9, 0, false},
        {"1.0", 0, 9, 0, false},
        {"1e0", 0, 9, 0, false},
        {"0x1", 0, 9, 0, false},
        {"10", 0, 9, 0, false},
        {"--1", -9, 9, 0, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t v = 77;
        if (str_int(str_of(cases[i].text), cases[i].min, cases[i].max, &v) != cases[i].good)
            fail_msg("\"%s\"", cases[i].text);
        assert_true(v == (cases[i].good ? cases[i].value : 77));
    }
    int64_t v = 77;
    assert_false(str_int((struct str){"1\0", 2}, 0, 9, &v));
    assert_true(v == 77);
}

static void reads_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
        bool good;
    } cases[] = {
        {"0", 0, true},    {"-0.5", -0.5, true}, {"1e3", 1000, true}, {"1.5E-2", 0.015, true},
        {"+2", 2, true},   {".5", 0.5, true},    {"5.", 5, true},     {"", 0, false},
        {"nan", 0, false}, {"inf", 0, false},    {"1e999", 0, false}, {"0x10", 0, false},
        {"1,5", 0, false}, {"1 ", 0, false},     {"e", 0, false},     {"1e", 0, false},
        {"--1", 0, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double v = 77;
        if (str_double(str_of(cases[i].text), &v) != cases[i].good)
            fail_msg("\"%s\"", cases[i].text);
        assert_true(fabs(v - (cases[i].good ? cases[i].value : 77)) < 1e-12);
    }
}

static void hex_there_and_back(void **state)
{
    (void)state;
    uint8_t in[64], out[64];
    char hex[2 * sizeof in + 1];
    struct rng r;

    rng_seed(&r, 5);
    for (int round = 0; round < 200; round++) {
        size_t n = (size_t)rng_below(&r, sizeof in + 1);
        for (size_t i = 0; i < n; i++)
            in[i] = (uint8_t)rng_below(&r, 256);
        str_hex(in, n, hex);
        assert_int_equal(strlen(hex), 2 * n);
        assert_true(str_unhex(str_of(hex), out, n));
        assert_memory_equal(in, out, n);
    }
    assert_true(str_unhex(STR("0aFf"), out, 2));
    assert_int_equal(out[1], 255);
    out[0] = 9;
    assert_false(str_unhex(STR("0aF"), out, 2));
    assert_false(str_unhex(STR("0aFg"), out, 2));
    assert_false(str_unhex(STR("0aFff"), out, 2));
    assert_int_equal(out[0], 9);
}

static void knows_utf8(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        bool good;
    } cases[] = {
        {"", true},
        {"plain", true},
        {"\xc2\x80", true},
        {"\xdf\xbf", true},
        {"\xe0\xa0\x80", true},
        {"\xed\x9f\xbf", true},
        {"\xee\x80\x80", true},
        {"\xef\xbf\xbf", true},
        {"\xf0\x90\x80\x80", true},
        {"\xf4\x8f\xbf\xbf", true},
        {"\x80", false},
        {"\xbf", false},
        {"\xc0\x80", false},
        {"\xc1\xbf", false},
        {"\xe0\x9f\xbf", false},
        {"\xed\xa0\x80", false},
        {"\xed\xbf\xbf", false},
        {"\xf0\x8f\xbf\xbf", false},
        {"\xf4\x90\x80\x80", false},
        {"\xf5\x80\x80\x80", false},
        {"\xff", false},
        {"\xc2", false},
        {"\xe2\x82", false},
        {"\xf0\x90\x80", false},
        {"a\xc3(", false},
        {"ok\xe2\x82\xac\xff", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (str_utf8(str_of(cases[i].bytes)) != cases[i].good)
            fail_msg("case %zu", i);
}

/* Every scalar value, encoded by the rule of the standard, is well-formed; no surrogate is. */
static void takes_every_scalar_value(void **state)
{
    (void)state;

    for (uint32_t c = 0x80; c < 0x110000; c++) {
        char b[4];
        size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        for (size_t i = n - 1, rest = c;; i--, rest >>= 6) {
            b[i] = (char)(i ? 0x80 | (rest & 0x3f) : ((0xf00u >> n) & 0xff) | rest);
            if (i == 0)
                break;
        }
        if (str_utf8((struct str){b, n}) != (c < 0xd800 || c > 0xdfff))
            fail_msg("U+%04X", (unsigned)c);
    }
}

UNIT_TESTS(UNIT(looks_at_text), UNIT(cuts_at_a_mark), UNIT(mends_what_was_cut),
           UNIT(reads_whole_numbers), UNIT(reads_numbers), UNIT(hex_there_and_back),
           UNIT(knows_utf8), UNIT(takes_every_scalar_value))
