/* The YAML writer: nothing is taken for something else. */
#include "cli/show_yaml.h"

#include <stdlib.h>
#include <string.h>

#include "unit.h"

static void expect(const char *json, const char *yaml)
{
    json_error_t why;
    json_t *v = json_loads(json, JSON_DECODE_ANY, &why);
    char *text = NULL;
    size_t n;
    FILE *f = open_memstream(&text, &n);

    assert_non_null(v);
    assert_non_null(f);
    show_yaml(f, v, 0);
    fclose(f);
    assert_string_equal(text, yaml);
    free(text);
    json_decref(v);
}

static void writes_values(void **state)
{
    (void)state;
    expect("1", "1\n");
    expect("[]", "[]\n");
    expect("[5.0, -0.0]", "- 5.0\n- -0.0\n");
    expect("{\"a\": null, \"b\": true, \"c\": 1.5, \"d\": 1e300}",
           "a: null\nb: true\nc: 1.5\nd: 1.0e+300\n");
    expect("{\"a\": {\"b\": {}, \"c\": [1, [2, 3], {\"d\": 4, \"e\": []}]}}",
           "a:\n  b: {}\n  c:\n    - 1\n    - - 2\n      - 3\n    - d: 4\n      e: []\n");
}

static void quotes_what_could_be_misread(void **state)
{
    (void)state;
    static const char *const quoted[] = {
        "",   "yes", "No",   "null",  "~",   "1",   "1.5", "0x1f", "1e3",  ".5",
        "-",  "- a", "a: b", "a #b",  "#a",  "&a",  "*a",  "!a",   "|",    ">",
        "%a", "@a",  "`a",   "'a'",   "[a]", "{a}", "a,",  "?",    "true", "2026-01-02",
        " a", "a ",  "y",    "12:30", "=",   "<<",  "NaN"};

    for (size_t i = 0; i < COUNT(quoted); i++) {
        char json[40], yaml[40];
        snprintf(json, sizeof json, "\"%s\"", quoted[i]);
        snprintf(yaml, sizeof yaml, "\"%s\"\n", quoted[i]);
        expect(json, yaml);
    }
    expect("\"web-1.example.org\"", "web-1.example.org\n");
    expect("\"answers in 2 ms\"", "answers in 2 ms\n");
    expect("\"a\\\"b\\\\c\\nd\\u001b\\u202e\\u00fc\"", "\"a\\\"b\\\\c\\nd\\x1b\\u202e\xc3\xbc\"\n");
    expect("{\"a: b\": 1}", "\"a: b\": 1\n");
}

UNIT_TESTS(UNIT(writes_values), UNIT(quotes_what_could_be_misread))
