/* The strict JSON reader: what it refuses at the door, and what it says about members. */
#include "io/json.h"

#include <stdio.h>
#include <string.h>

#include "unit.h"

static json_t *parse(const char *z, struct err *e)
{
    return jin_parse(str_of(z), e);
}

static void takes_json(void **state)
{
    (void)state;
    static const char *const good[] = {
        "{}",
        "[]",
        " {\"a\" : [1, 2.5, null, true, \"\\u20ac \\ud83d\\udd14\"]}\n",
        "{\"a\":{\"a\":1}}",
        "{\"\":0}",
        "{\"a\":-9223372036854775808}",
        "{\"a\":\"\x7f\"}",
    };
    for (size_t i = 0; i < COUNT(good); i++) {
        struct err e = {0};
        AUTO_JSON v = parse(good[i], &e);
        if (!v)
            fail_msg("%s: %s", good[i], e.msg);
    }
}

static void refuses_everything_else(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        " ",
        "{",
        "}",
        "{]",
        "[1,]",
        "{\"a\":1,}",
        "{'a':1}",
        "{a:1}",
        "{\"a\" 1}",
        "{\"a\":}",
        "{\"a\":1}{",
        "{\"a\":1} x",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":1e}",
        "{\"a\":0x1}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":tru}",
        "{\"a\":True}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\udc00\\ud800\"}",
        "{\"a\":\"\\u0000\"}",
        "{\"a\":\"",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"b\":{\"a\":1,\"a\":1}}",
        "{\"a\":9223372036854775808, \"b\":1.2.3.4}",
        "{\"a\":1e999, \"b\":00001}",
        "{\"a\":99999999999999999999e}",
        "\"text\"",
        "1",
        "null",
        "true",
        "\xef\xbb\xbf{}",
        "{\"a\":\"\xff\"}",
        "{\"a\":\"\xc0\x80\"}",
        "{\"a\":\"\xed\xa0\x80\"}",
        "// remark\n{}",
        "{}/* remark */",
        "{\"a\":1;\"b\":2}",
        "[1 2]",
        "[,1]",
        "nul",
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct err e = {0};
        AUTO_JSON v = parse(bad[i], &e);
        if (v)
            fail_msg("took %s", bad[i]);
        assert_int_equal(e.code, ERR_MALFORMED);
    }
    struct err e = {0};
    assert_null(jin_parse((struct str){"{\"a\":\"x\0y\"}", 12}, &e));
    assert_null(jin_parse((struct str){"{}\0", 3}, &e));
}

/* They are refused by the bounds of the member they stand in, not with the whole text. */
static void reads_overlarge_numbers_as_huge(void **state)
{
    (void)state;
    static const char *const large[] = {"9223372036854775808",
                                        "-9223372036854775809",
                                        "99999999999999999999999999999999",
                                        "1e999",
                                        "-1E+999",
                                        "1.5e400",
                                        "123456789012345678901.5e300"};
    char text[200];
    for (size_t i = 0; i < COUNT(large); i++) {
        struct err e = {0};
        snprintf(text, sizeof text, "{\"a\":\"1e999 \\\" 1e999\",\"n\":[%s],\"b\":5}", large[i]);
        AUTO_JSON v = parse(text, &e);
        assert_non_null(v);
        assert_true(json_real_value(json_array_get(json_object_get(v, "n"), 0)) == 1e300);
        assert_int_equal(json_integer_value(json_object_get(v, "b")), 5);
        assert_string_equal(json_string_value(json_object_get(v, "a")), "1e999 \" 1e999");
    }
}

/* Depth 32 is taken and 33 is not; brackets inside text do not count. */
static void bounds_the_depth(void **state)
{
    (void)state;
    static char text[400000];
    struct err e = {0};

    for (int depth = JIN_DEPTH; depth <= JIN_DEPTH + 1; depth++) {
        memset(text, '[', (size_t)depth);
        memset(text + depth, ']', (size_t)depth);
        json_t *v = jin_parse((struct str){text, 2 * (size_t)depth}, &e);
        assert_int_equal(v != NULL, depth == JIN_DEPTH);
        json_decref(v);
    }
    assert_int_equal(e.code, ERR_MALFORMED);
    err_clear(&e);
    memset(text, '[', sizeof text);
    assert_null(jin_parse((struct str){text, sizeof text}, &e));
    err_clear(&e);
    AUTO_JSON v = parse("{\"a\":\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[[[[[[[[\"}", &e);
    assert_non_null(v);
}

static void reads_members(void **state)
{
    (void)state;
    struct err e = {0};
    AUTO_JSON v = parse(
        "{\"name\":\"web\",\"n\":7,\"x\":0.5,\"on\":true,\"o\":{},\"l\":[1],\"nil\":null}", &e);
    struct jin in = jin_open(v, &e);

    assert_string_equal(jin_str(&in, "name", 1, 3), "web");
    assert_int_equal(jin_int(&in, "n", 7, 7), 7);
    assert_true(jin_num(&in, "x", 0, 1) > 0.4);
    assert_true(jin_bool(&in, "on"));
    assert_non_null(jin_object(&in, "o"));
    assert_int_equal(json_array_size(jin_array(&in, "l", 1)), 1);
    assert_string_equal(jin_str_or(&in, "nil", 10, "def"), "def");
    assert_int_equal(jin_int_or(&in, "absent", 0, 9, 5), 5);
    assert_true(jin_bool_or(&in, "absent", true));
    assert_null(jin_any(&in, "absent"));
    assert_done(jin_done(&in), &e);
}

/* One member read in one way, and the fault it gives. */
static void names_the_member_at_fault(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        char way;
    } cases[] = {
        {"{}", 's'},
        {"{\"m\":null}", 's'},
        {"{\"m\":1}", 's'},
        {"{\"m\":\"\"}", 's'},
        {"{\"m\":\"12345\"}", 's'},
        {"{\"m\":[\"1\"]}", 's'},
        {"{}", 'i'},
        {"{\"m\":\"5\"}", 'i'},
        {"{\"m\":1.0}", 'i'},
        {"{\"m\":1e3}", 'i'},
        {"{\"m\":true}", 'i'},
        {"{\"m\":-1}", 'i'},
        {"{\"m\":2147483648}", 'i'},
        {"{\"m\":null}", 'i'},
        {"{\"m\":1000}", 'i'},
        {"{}", 'n'},
        {"{\"m\":\"5\"}", 'n'},
        {"{\"m\":1e300}", 'n'},
        {"{\"m\":false}", 'n'},
        {"{}", 'b'},
        {"{\"m\":1}", 'b'},
        {"{\"m\":\"true\"}", 'b'},
        {"{}", 'o'},
        {"{\"m\":[]}", 'o'},
        {"{\"m\":\"{}\"}", 'o'},
        {"{}", 'a'},
        {"{\"m\":{}}", 'a'},
        {"{\"m\":[1,2,3]}", 'a'},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct err e = {0};
        AUTO_JSON v = parse(cases[i].text, &e);
        struct jin in = jin_open(v, &e);
        switch (cases[i].way) {
        case 's':
            jin_str(&in, "m", 1, 4);
            break;
        case 'i':
            jin_int(&in, "m", 0, 100);
            break;
        case 'n':
            jin_num(&in, "m", 0, 100);
            break;
        case 'b':
            jin_bool(&in, "m");
            break;
        case 'o':
            jin_object(&in, "m");
            break;
        default:
            jin_array(&in, "m", 2);
            break;
        }
        if (jin_done(&in))
            fail_msg("%c took %s", cases[i].way, cases[i].text);
        assert_int_equal(e.code, ERR_INVALID);
        assert_string_equal(e.field, "m");
    }
}

static void refuses_members_nobody_read(void **state)
{
    (void)state;
    struct err e = {0};
    AUTO_JSON v = parse("{\"name\":\"x\",\"tenant_id\":2}", &e);
    struct jin in = jin_open(v, &e);

    jin_str(&in, "name", 1, 10);
    assert_refused(jin_done(&in), &e, ERR_INVALID);
    assert_non_null(strstr(e.msg, "tenant_id"));

    err_clear(&e);
    AUTO_JSON list = parse("[]", &e);
    in = jin_open(list, &e);
    assert_int_equal(jin_int(&in, "n", 3, 9), 3);
    assert_refused(jin_done(&in), &e, ERR_INVALID);
}

UNIT_TESTS(UNIT(takes_json), UNIT(refuses_everything_else), UNIT(reads_overlarge_numbers_as_huge),
           UNIT(bounds_the_depth), UNIT(reads_members), UNIT(names_the_member_at_fault),
           UNIT(refuses_members_nobody_read))
