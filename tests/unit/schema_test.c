/* Bodies and queries against their rows: what passes, what is refused, and where. */
#include "api/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/json.h"
#include "unit.h"

static const struct field text = {.name = "", .type = FIELD_STR, .min = 1, .max = 3};
static const struct field inner[] = {
    {.name = "n", .type = FIELD_INT, .flags = F_REQUIRED, .min = 1, .max = 9},
    {.name = "on", .type = FIELD_BOOL},
    {0},
};
static const struct field inner_item = {.name = "", .type = FIELD_OBJECT, .of = inner};
static const struct field rows[] = {
    {.name = "s", .type = FIELD_STR, .min = 1, .max = 5},
    {.name = "free", .type = FIELD_STR, .flags = F_FREE, .max = 5},
    {.name = "i", .type = FIELD_INT, .min = -3, .max = 3},
    {.name = "big", .type = FIELD_INT, .min = 1},
    {.name = "x", .type = FIELD_NUM, .min = 0, .max = 1},
    {.name = "b", .type = FIELD_BOOL, .def = "true"},
    {.name = "e", .type = FIELD_ENUM, .choices = "one|two", .flags = F_NULL},
    {.name = "t", .type = FIELD_TIME},
    {.name = "d", .type = FIELD_DECIMAL, .min = 2, .max = 100},
    {.name = "g", .type = FIELD_SLUG, .max = 8},
    {.name = "m", .type = FIELD_EMAIL},
    {.name = "o", .type = FIELD_OBJECT, .of = inner},
    {.name = "l", .type = FIELD_LIST, .max = 2, .of = &inner_item},
    {.name = "p", .type = FIELD_MAP, .max = 2, .of = &text},
    {.name = "j", .type = FIELD_JSON},
    {0},
};

/* The faults of a body as "field code field code ..." ("" when it passes). */
static const char *judge(const char *json, bool partial, char out[400])
{
    struct arena mem;
    struct err e = {0};
    struct buf b = {.p = out, .cap = 400};
    AUTO_JSON v = jin_parse(str_of(json), &e);

    assert_done(v != NULL, &e);
    arena_init(&mem, ARENA_CAP);
    struct faults f = {.mem = &mem};
    bool good = schema_body(rows, partial, v, &f, &e);
    assert_int_equal(good, f.n == 0);
    assert_int_equal(e.code, good ? ERR_NONE : ERR_INVALID);
    out[0] = '\0';
    for (size_t i = 0; i < f.n; i++)
        buf_fmt(&b, "%s%s %s", i ? " " : "", f.list[i].field, f.list[i].code);
    arena_clear(&mem);
    return out;
}

static void judges_bodies(void **state)
{
    (void)state;
    static const struct {
        const char *json, *faults;
    } cases[] = {
        {"{}", ""},
        {"{\"s\":\"\u00e9\u00e9\u00e9\u00e9\u00e9\"}", ""},
        {"{\"s\":\"123456\"}", "/s too_long"},
        {"{\"s\":\"\"}", "/s too_short"},
        {"{\"s\":\"  \"}", "/s blank"},
        {"{\"s\":\"a\\u0007\"}", "/s bad_character"},
        {"{\"s\":\"a\\u007f\"}", "/s bad_character"},
        {"{\"s\":\"a\\u0085\"}", "/s bad_character"},
        {"{\"s\":\"\\u202ea\"}", "/s bad_character"},
        {"{\"s\":\"a\\u2066\"}", "/s bad_character"},
        {"{\"s\":\"a\\u2028\"}", "/s bad_character"},
        {"{\"s\":\"\\ud83d\\udd14\\u200d\"}", ""},
        {"{\"free\":\"\\n\\t\"}", ""},
        {"{\"s\":5}", "/s wrong_type"},
        {"{\"s\":null}", "/s null"},
        {"{\"i\":-3}", ""},
        {"{\"i\":-4}", "/i out_of_range"},
        {"{\"i\":4}", "/i out_of_range"},
        {"{\"i\":1.0}", "/i wrong_type"},
        {"{\"i\":true}", "/i wrong_type"},
        {"{\"i\":99999999999999999999}", "/i wrong_type"},
        {"{\"big\":9007199254740992}", ""},
        {"{\"big\":9223372036854775807}", "/big out_of_range"},
        {"{\"big\":0}", "/big out_of_range"},
        {"{\"x\":0.5}", ""},
        {"{\"x\":1}", ""},
        {"{\"x\":1e300}", "/x out_of_range"},
        {"{\"x\":1e999}", "/x out_of_range"},
        {"{\"b\":0}", "/b wrong_type"},
        {"{\"e\":\"one\"}", ""},
        {"{\"e\":null}", ""},
        {"{\"e\":\"one|two\"}", "/e bad_choice"},
        {"{\"e\":\"\"}", "/e bad_choice"},
        {"{\"t\":\"2026-01-31T12:00:00Z\"}", ""},
        {"{\"t\":\"2026-02-30T12:00:00Z\"}", "/t bad_format"},
        {"{\"t\":0}", "/t wrong_type"},
        {"{\"d\":\"100\"}", ""},
        {"{\"d\":\"99.99\"}", ""},
        {"{\"d\":\"100.01\"}", "/d bad_format"},
        {"{\"d\":\"1.005\"}", "/d bad_format"},
        {"{\"d\":\"-1\"}", "/d bad_format"},
        {"{\"d\":\"1.-1\"}", "/d bad_format"},
        {"{\"d\":\".5\"}", "/d bad_format"},
        {"{\"d\":\"1.\"}", "/d bad_format"},
        {"{\"d\":\"1.0.0\"}", "/d bad_format"},
        {"{\"d\":\"\"}", "/d bad_format"},
        {"{\"d\":1}", "/d wrong_type"},
        {"{\"g\":\"a_b-9\"}", ""},
        {"{\"g\":\"_a\"}", "/g bad_format"},
        {"{\"g\":\"A\"}", "/g bad_format"},
        {"{\"g\":\"aaaaaaaaa\"}", "/g bad_format"},
        {"{\"m\":\"a@b.example\"}", ""},
        {"{\"m\":\"a@b@c\"}", "/m bad_format"},
        {"{\"m\":\"@b\"}", "/m bad_format"},
        {"{\"m\":\"a@\"}", "/m bad_format"},
        {"{\"m\":\"a b@c\"}", "/m bad_format"},
        {"{\"o\":{\"n\":1}}", ""},
        {"{\"o\":{}}", "/o/n required"},
        {"{\"o\":{\"n\":0,\"q\":1}}", "/o/n out_of_range /o/q unknown_field"},
        {"{\"o\":[]}", "/o wrong_type"},
        {"{\"l\":[{\"n\":1},{\"n\":2}]}", ""},
        {"{\"l\":[{\"n\":1},{\"n\":2},{\"n\":3}]}", "/l out_of_range"},
        {"{\"l\":[{\"n\":1},5]}", "/l/1 wrong_type"},
        {"{\"p\":{\"a\":\"x\"}}", ""},
        {"{\"p\":{\"a\":\"xxxx\"}}", "/p/a too_long"},
        {"{\"p\":{\"\":\"x\"}}", "/p too_short"},
        {"{\"p\":{\"a\":1,\"b\":null}}", "/p/a wrong_type /p/b null"},
        {"{\"j\":{\"any\":[1,{}]}}", ""},
        {"{\"j\":[]}", "/j wrong_type"},
        {"{\"zz\":1}", "/zz unknown_field"},
        {"[]", " wrong_type"},
    };
    char out[400];

    for (size_t i = 0; i < COUNT(cases); i++)
        if (strcmp(judge(cases[i].json, false, out), cases[i].faults) != 0)
            fail_msg("%s: \"%s\", not \"%s\"", cases[i].json, out, cases[i].faults);
}

static void wants_something_of_a_change(void **state)
{
    (void)state;
    char out[400];

    assert_string_equal(judge("{}", true, out), " required");
    assert_string_equal(judge("{\"i\":1}", true, out), "");
}

static void fills_defaults_of_a_whole_body_only(void **state)
{
    (void)state;
    struct arena mem;
    struct err e = {0};

    arena_init(&mem, ARENA_CAP);
    for (int partial = 0; partial < 2; partial++) {
        AUTO_JSON v = jin_parse(STR("{\"i\":1}"), &e);
        struct faults f = {.mem = &mem};
        assert_done(schema_body(rows, partial, v, &f, &e), &e);
        assert_int_equal(json_is_true(json_object_get(v, "b")), !partial);
        assert_int_equal(json_object_size(v), partial ? 1 : 2);
    }
    arena_clear(&mem);
}

/* Twenty faults are told; a flood of them is still a refusal and nothing worse. */
static void bounds_the_faults(void **state)
{
    (void)state;
    struct arena mem;
    struct err e = {0};
    json_t *v = json_object();
    char name[16];

    for (int i = 0; i < 1000; i++) {
        snprintf(name, sizeof name, "zz%d", i);
        json_object_set_new(v, name, json_null());
    }
    arena_init(&mem, ARENA_CAP);
    struct faults f = {.mem = &mem};
    assert_refused(schema_body(rows, false, v, &f, &e), &e, ERR_INVALID);
    assert_int_equal(f.n, FAULT_MAX);
    assert_int_equal(f.total, 1000);
    json_decref(v);
    arena_clear(&mem);
}

static void judges_queries(void **state)
{
    (void)state;
    static const struct {
        const char *query, *field, *code;
    } cases[] = {
        {"", NULL, NULL},
        {"s=a&i=-3&b=true&e=two&t=2026-01-31T12:00:00Z", NULL, NULL},
        {"&s=a&&", NULL, NULL},
        {"s=%41+%c3%a9", NULL, NULL},
        {"tenant_id=7", NULL, NULL},
        {"limit=500&cursor=abc", NULL, NULL},
        {"limit=0", "limit", "out_of_range"},
        {"limit=501", "limit", "out_of_range"},
        {"limit=1e2", "limit", "wrong_type"},
        {"limit=", "limit", "wrong_type"},
        {"i=99999999999999999999", "i", "wrong_type"},
        {"b=1", "b", "wrong_type"},
        {"e=three", "e", "bad_choice"},
        {"t=now", "t", "bad_format"},
        {"s=a&s=b", "s", "duplicate"},
        {"zz=1", "zz", "unknown_field"},
        {"s=%", "", "bad_format"},
        {"s=%4", "", "bad_format"},
        {"s=%gg", "", "bad_format"},
        {"s=%00", "", "bad_format"},
        {"s=%ff", "", "bad_format"},
        {"%ff=1", "", "bad_format"},
        {"s", "s", "too_short"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena mem;
        struct err e = {0};
        json_t *out = NULL;
        arena_init(&mem, ARENA_CAP);
        struct faults f = {.mem = &mem};
        bool good = schema_query(rows, true, str_of(cases[i].query), &f, &out, &e);
        if (good != (cases[i].code == NULL))
            fail_msg("%s: %s", cases[i].query, good ? "was taken" : e.msg);
        if (!good) {
            assert_int_equal(e.code, ERR_INVALID);
            assert_string_equal(f.list[0].field, cases[i].field);
            assert_string_equal(f.list[0].code, cases[i].code);
        } else if (!strstr(cases[i].query, "limit")) {
            assert_int_equal(json_integer_value(json_object_get(out, "limit")), 100);
            assert_null(json_object_get(out, "tenant_id"));
        }
        json_decref(out);
        arena_clear(&mem);
    }
}

static void fills_what_is_absent_and_nothing_else(void **state)
{
    (void)state;
    static const struct field wishes[] = {
        {.name = "theme", .type = FIELD_ENUM, .choices = "auto|dark", .def = "\"auto\""},
        {.name = "zone", .type = FIELD_STR, .flags = F_NULL, .def = "null"},
        {.name = "keys", .type = FIELD_MAP, .def = "{}"},
        {.name = "plain", .type = FIELD_STR},
        {0},
    };
    struct err e = {0};
    AUTO_JSON given = jin_parse(STR("{\"theme\":\"dark\",\"old\":1}"), &e);

    assert_done(schema_fill(wishes, given, &e), &e);
    char *filled = json_dumps(given, JSON_COMPACT | JSON_SORT_KEYS);
    assert_string_equal(filled, "{\"keys\":{},\"old\":1,\"theme\":\"dark\",\"zone\":null}");
    free(filled);
    static const struct field broken[] = {{.name = "x", .def = "{"}, {0}};
    assert_false(schema_fill(broken, given, &e));
    assert_int_equal(e.code, ERR_UNAVAILABLE);
}

UNIT_TESTS(UNIT(judges_bodies), UNIT(wants_something_of_a_change),
           UNIT(fills_defaults_of_a_whole_body_only), UNIT(bounds_the_faults), UNIT(judges_queries),
           UNIT(fills_what_is_absent_and_nothing_else))
