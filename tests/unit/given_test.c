/* Words and texts as bodies of requests, without a server. */
#include "cli/given.h"

#include <stdlib.h>
#include <string.h>

#include "unit.h"

enum { WORDS = 8 };

/* Puts the words (divided by |) over `before` and gives the JSON, sorted; owned by the caller. */
static char *over(const char *resource, const char *before, const char *words, struct err *e)
{
    json_t *body = json_loads(before, 0, NULL);
    char text[400], *list[WORDS];
    int n = 0;

    snprintf(text, sizeof text, "%s", words);
    for (char *p = text, *bar; p && n < WORDS; p = bar ? bar + 1 : NULL) {
        bar = strchr(p, '|');
        if (bar)
            *bar = '\0';
        list[n++] = p;
    }
    bool ok = given_words(NULL, resource_find(resource), n, list, body, e);
    char *out = ok ? json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    json_decref(body);
    return out;
}

static void types_words(void **state)
{
    (void)state;
    static const struct {
        const char *resource, *before, *words, *body;
    } cases[] = {
        {"hosts", "{}", "name=a=b|address=192.0.2.1",
         "{\"address\":\"192.0.2.1\",\"name\":\"a=b\"}"},
        {"hosts", "{}", "enabled=false|group=", "{\"enabled\":false,\"group\":null}"},
        {"hosts", "{\"labels\":{\"a\":\"1\",\"b\":\"2\"}}", "labels.a=|labels.c.d=3",
         "{\"labels\":{\"b\":\"2\",\"c.d\":\"3\"}}"},
        {"hosts", "{}", "labels:={}|new:=[1,\"x\"]", "{\"labels\":{},\"new\":[1,\"x\"]}"},
        {"checks", "{}", "params.port=80|type=tcp", "{\"params\":{\"port\":80},\"type\":\"tcp\"}"},
        {"checks", "{\"params\":{\"port\":1},\"type\":\"tcp\"}",
         "params.port=", "{\"params\":{},\"type\":\"tcp\"}"},
        {"checks", "{}", "type=http|params.headers.X-A=b.c=d",
         "{\"params\":{\"headers\":{\"X-A\":\"b.c=d\"}},\"type\":\"http\"}"},
        {"checks", "{}", "type=new|params.x:=3", "{\"params\":{\"x\":3},\"type\":\"new\"}"},
        {"api-keys", "{}", "scopes=host.read,check.read",
         "{\"scopes\":[\"host.read\",\"check.read\"]}"},
        {"tenants", "{}", "quota_hosts=null|quota_users=7",
         "{\"quota_hosts\":null,\"quota_users\":7}"},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct err e = {0};
        char *body = over(cases[i].resource, cases[i].before, cases[i].words, &e);
        assert_done(body != NULL, &e);
        assert_string_equal(body, cases[i].body);
        free(body);
    }
}

static void refuses_words(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "name",
        "=a",
        ":=1",
        ".a=1",
        "labels.=1",
        "labels=1",
        "params.port=1",
        "type=x|params.y=1",
        "type=tcp|params.port=a",
        "type=tcp|params.port.x=1",
        "type=http|params.headers=a",
        "interval_s=1.5",
        "enabled=maybe",
        "x:=nope",
        "hat=1",
        "name.x=1",
    };

    for (size_t i = 0; i < COUNT(bad); i++) {
        struct err e = {0};
        assert_null(over("checks", "{}", bad[i], &e));
        assert_int_equal(e.code, ERR_INVALID);
        assert_true(e.msg[0]);
    }
}

static void reads_texts(void **state)
{
    (void)state;
    static const struct {
        const char *text, *json;
    } cases[] = {
        {" {\"a\": 1}", "[{\"a\":1}]"},
        {"[{\"a\": 1}, {}]", "[{\"a\":1},{}]"},
        {"a: 1\nb: '1'\nc: 1.0\nd: yes\ne: true\nf: ~\ng:\nh: 007\ni: -3\nj: 1e3\nk: '~'\n",
         "[{\"a\":1,\"b\":\"1\",\"c\":1.0,\"d\":\"yes\",\"e\":true,\"f\":null,\"g\":null,\"h\":"
         "\"007\","
         "\"i\":-3,\"j\":1000.0,\"k\":\"~\"}]"},
        {"- a: [x, {y: z}]\n- b: |\n    one\n    two\n",
         "[{\"a\":[\"x\",{\"y\":\"z\"}]},{\"b\":\"one\\ntwo\\n\"}]"},
        {"a: 1\n---\nb: 2\n", "[{\"a\":1},{\"b\":2}]"},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct err e = {0};
        json_t *v = given_text(str_of(cases[i].text), "it", &e);
        assert_done(v != NULL, &e);
        char *json = json_dumps(v, JSON_COMPACT);
        assert_string_equal(json, cases[i].json);
        free(json);
        json_decref(v);
    }
}

static void refuses_texts(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",           "# nothing",  "3",     "[]",         "[1]",     "- 1",           "{\"a\": 1",
        "a: 1\na: 2", "a: &x 1",    "a: *x", "a: !!int 1", "a: !x y", "? {a: b}\n: c", "a:\n\tb: 1",
        "--- 1\n",    "a: \"\\0\"", "a: [1", "\xff",
    };

    for (size_t i = 0; i < COUNT(bad); i++) {
        struct err e = {0};
        assert_null(given_text(str_of(bad[i]), "it", &e));
        assert_true(e.code == ERR_MALFORMED);
    }
}

UNIT_TESTS(UNIT(types_words), UNIT(refuses_words), UNIT(reads_texts), UNIT(refuses_texts))
