/* Rows in each format, without a terminal. */
#include "cli/show.h"

#include <stdlib.h>
#include <string.h>

#include "unit.h"

static const struct resource_column columns[] = {
    {"ID", "id", .show = RESOURCE_COUNT},         {"NAME", "name", .width = 4},
    {"STATUS", "status", .show = RESOURCE_STATE}, {"TOOK", "ms", .show = RESOURCE_MS},
    {"LABELS", "labels", .wide = true},           {0},
};
static const struct resource things = {.name = "things", .label = "name", .columns = columns};

static char *shown(const char *json, enum show_format format, bool one)
{
    json_error_t why;
    json_t *rows = json_loads(json, 0, &why);
    char *text = NULL;
    size_t n;
    FILE *f = open_memstream(&text, &n);
    struct show s;

    assert_non_null(rows);
    assert_non_null(f);
    show_begin(&s, f, format, &things, one);
    show_rows(&s, rows);
    show_end(&s);
    fclose(f);
    json_decref(rows);
    return text;
}

static void expect(const char *json, enum show_format format, const char *wanted)
{
    char *text = shown(json, format, false);

    assert_string_equal(text, wanted);
    free(text);
}

static const char TWO[] =
    "[{\"id\": 7, \"name\": \"a,\\\"b\\\"\", \"status\": \"up\", \"ms\": 1.234,"
    "  \"labels\": {\"env\": \"prod\", \"n\": 1}},"
    " {\"id\": 12, \"name\": \"c\\u001b\", \"status\": null, \"ms\": 12345.6, \"labels\": {}}]";

static void writes_tables(void **state)
{
    (void)state;
    expect(TWO, SHOW_TABLE,
           "ID  NAME   STATUS     TOOK\n"
           " 7  a,\"b\"  up      1.23 ms\n"
           "12  c\\x1b  -       12.35 s\n");
    expect(TWO, SHOW_WIDE,
           "ID  NAME   STATUS     TOOK  LABELS\n"
           " 7  a,\"b\"  up      1.23 ms  env=prod,n=1\n"
           "12  c\\x1b  -       12.35 s  -\n");
    expect("[]", SHOW_TABLE, "");
}

static void writes_csv(void **state)
{
    (void)state;
    expect(TWO, SHOW_CSV,
           "id,name,status,ms,labels\r\n"
           "7,\"a,\"\"b\"\"\",up,1.234,\"env=prod,n=1\"\r\n"
           "12,c\\x1b,,12345.6,\r\n");
    expect("[]", SHOW_CSV, "id,name,status,ms,labels\r\n");
}

static void writes_names(void **state)
{
    (void)state;
    expect(TWO, SHOW_NAME, "a,\"b\"\nc\\x1b\n");
    expect("[{\"id\": 3, \"name\": \"77\"}, {\"id\": 4}]", SHOW_NAME, "3\n4\n");
}

static void writes_lists_and_single_ones(void **state)
{
    (void)state;
    expect("[]", SHOW_JSON, "[]\n");
    expect("[]", SHOW_YAML, "[]\n");
    expect("[{\"a\": 1}, {\"a\": 2}]", SHOW_JSON, "[\n{\n  \"a\": 1\n},\n{\n  \"a\": 2\n}\n]\n");
    expect("[{\"a\": 1}, {\"a\": 2}]", SHOW_YAML, "- a: 1\n- a: 2\n");
    char *text = shown("[{\"a\": 1}]", SHOW_JSON, true);
    assert_string_equal(text, "{\n  \"a\": 1\n}\n");
    free(text);
    text = shown("[{\"a\": 1}]", SHOW_YAML, true);
    assert_string_equal(text, "a: 1\n");
    free(text);
}

static void knows_its_formats(void **state)
{
    (void)state;
    enum show_format f;
    struct err e = {0};

    assert_true(show_format(NULL, SHOW_CSV, &f, &e) && f == SHOW_CSV);
    assert_true(show_format("yaml", SHOW_TABLE, &f, &e) && f == SHOW_YAML);
    assert_false(show_format("xml", SHOW_TABLE, &f, &e));
    assert_int_equal(e.code, ERR_INVALID);
}

UNIT_TESTS(UNIT(writes_tables), UNIT(writes_csv), UNIT(writes_names),
           UNIT(writes_lists_and_single_ones), UNIT(knows_its_formats))
