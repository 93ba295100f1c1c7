/* Heads of requests and their queries. */
#include "stream/head.h"

#include <string.h>

#include "unit.h"

#define LINE "GET /api/v1/events?topics=hosts%2Chost%3A1&last_event_id=7 HTTP/1.1\r\n"

static void what_matters_is_read(void **state)
{
    (void)state;
    static const char text[] = LINE "Host: x\r\nauthorization:  Bearer abc \r\nX-Real-IP: ::1\r\n"
                                    "Last-Event-ID: 42\r\nContent-Length: 0\r\n\r\n";
    char value[40];
    struct head h;
    struct err e = {0};
    bool found;

    assert_done(head_read(str_of(text), &h, &e), &e);
    assert_true(str_is(h.path, "/api/v1/events"));
    assert_true(str_is(h.authorization, "Bearer abc"));
    assert_true(str_is(h.last_event_id, "42"));
    assert_true(str_is(h.address, "::1"));
    assert_null(h.api_key.p);
    assert_done(head_query(&h, "topics", value, sizeof value, &found, &e), &e);
    assert_true(found);
    assert_string_equal(value, "hosts,host:1");
    assert_done(head_query(&h, "topic", value, sizeof value, &found, &e), &e);
    assert_false(found);
    assert_refused(head_query(&h, "topics", value, 5, &found, &e), &e, ERR_INVALID);
}

static void everything_else_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum err_code code;
    } cases[] = {
        {"POST / HTTP/1.1\r\n\r\n", ERR_METHOD},
        {"GET / HTTP/1.1\r\n", ERR_MALFORMED},
        {"GET /\r\n\r\n", ERR_MALFORMED},
        {"GET / HTTP/3\r\n\r\n", ERR_MALFORMED},
        {"GET  / HTTP/1.1\r\n\r\n", ERR_MALFORMED},
        {"GET x HTTP/1.1\r\n\r\n", ERR_MALFORMED},
        {"GET /\x01 HTTP/1.1\r\n\r\n", ERR_MALFORMED},
        {LINE "no colon\r\n\r\n", ERR_MALFORMED},
        {LINE " folded: x\r\n\r\n", ERR_MALFORMED},
        {LINE "Name : x\r\n\r\n", ERR_MALFORMED},
        {LINE ": x\r\n\r\n", ERR_MALFORMED},
        {LINE "Content-Length: 1\r\n\r\n", ERR_MALFORMED},
        {LINE "Transfer-Encoding: chunked\r\n\r\n", ERR_MALFORMED},
        {LINE "X-API-Key: a\r\nx-api-key: a\r\n\r\n", ERR_MALFORMED},
        {LINE "Authorization: a\tb\r\n\r\n", ERR_MALFORMED},
        {LINE "\r\nmore", ERR_MALFORMED},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct head h;
        struct err e = {0};
        assert_refused(head_read(str_of(cases[i].text), &h, &e), &e, cases[i].code);
    }
}

static void queries_are_strict(void **state)
{
    (void)state;
    static const struct {
        const char *query, *want; /* NULL: refused */
    } cases[] = {{"topics=", ""},       {"topics=a%20b+c", "a b c"}, {"x&topics=a", "a"},
                 {"topics=%4", NULL},   {"topics=%zz", NULL},        {"topics=%00", NULL},
                 {"topics=%0a", NULL},  {"topics=%ff", NULL},        {"topics=a&topics=b", NULL},
                 {"topics", NULL},      {"a=%zz&topics=b", "b"},     {"topics=a=b", "a=b"},
                 {"topics=a&b=%", "a"}, {"topics=%2C", ","}};

    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct head h = {.query = str_of(cases[i].query)};
        struct err e = {0};
        char value[20];
        bool found, good = head_query(&h, "topics", value, sizeof value, &found, &e);
        assert_int_equal(good, cases[i].want != NULL);
        if (good)
            assert_string_equal(value, cases[i].want);
    }
}

UNIT_TESTS(UNIT(what_matters_is_read), UNIT(everything_else_is_refused), UNIT(queries_are_strict))
