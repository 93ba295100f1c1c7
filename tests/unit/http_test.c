/* HTTP answers in pieces, requests as text. */
#include "io/http.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "unit.h"

enum { BODY = 64 };

struct seen {
    char text[BODY * 4];
    size_t n;
};

static void keep(const char *p, size_t n, void *data)
{
    struct seen *s = data;

    if (n > sizeof s->text - s->n)
        n = sizeof s->text - s->n;
    memcpy(s->text + s->n, p, n);
    s->n += n;
}

struct want {
    const char *answer;
    enum http_fault fault;
    int status;
    const char *body;
};

/* Fed in pieces of `step` bytes, then ended. */
static void feed(const struct want *w, size_t step, bool head)
{
    struct seen seen = {0};
    struct http_reader r;
    size_t n = strlen(w->answer);

    http_reader_init(&r, head, true, BODY, keep, &seen);
    for (size_t at = 0; at < n && r.state < HTTP_DONE; at += step)
        http_reader_feed(&r, w->answer + at, n - at < step ? n - at : step);
    if (r.state < HTTP_DONE)
        http_reader_end(&r);
    if (r.fault != w->fault || r.state != (w->fault ? HTTP_FAILED : HTTP_DONE))
        fail_msg("\"%s\" by %zu: fault %d", w->answer, step, (int)r.fault);
    if (!w->fault) {
        assert_int_equal(r.status, w->status);
        assert_int_equal(seen.n, strlen(w->body));
        assert_memory_equal(seen.text, w->body, seen.n);
    }
    http_reader_clear(&r);
}

static void reads_answers_however_they_are_cut(void **state)
{
    (void)state;
    static const struct want cases[] = {
        {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", HTTP_OK, 200, "abc"},
        {"HTTP/1.1 200 OK\r\ncontent-length:3\r\n\r\nabcd", HTTP_OK, 200, "abc"},
        {"HTTP/1.0 404\r\n\r\nabc", HTTP_OK, 404, "abc"},
        {"HTTP/1.1 204 No\r\nContent-Length: 3\r\n\r\n", HTTP_OK, 204, ""},
        {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", HTTP_OK, 200, ""},
        {"HTTP/1.1 103 Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx", HTTP_OK, 200, "x"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;e=1\r\nc\r\n0\r\nT: "
         "1\r\n\r\n",
         HTTP_OK, 200, "abc"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\nContent-Length: "
         "1\r\n\r\n2\r\nab\r\n0\r\n\r\n",
         HTTP_OK, 200, "ab"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\nab", HTTP_OK, 200, "ab"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nab", HTTP_BAD_RESPONSE, 0, NULL},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", HTTP_BAD_RESPONSE, 0, NULL},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n", HTTP_BAD_RESPONSE, 0, NULL},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1x\r\n", HTTP_BAD_RESPONSE, 0, NULL},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
         HTTP_BAD_RESPONSE, 0, NULL},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", HTTP_BAD_RESPONSE, 0,
         NULL},
        {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc", HTTP_OK, 200,
         "abc"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc", HTTP_BAD_RESPONSE,
         0, NULL},
        {"HTTP/1.1 200 OK\r\nContent-Length: 3x\r\n\r\nabc", HTTP_BAD_RESPONSE, 0, NULL},
        {"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", HTTP_BAD_RESPONSE, 0,
         NULL},
        {"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nabc", HTTP_BAD_ENCODING, 0, NULL},
        {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", HTTP_TRUNCATED, 0, NULL},
        {"HTTP/1.1 200 OK\r\n", HTTP_TRUNCATED, 0, NULL},
        {"", HTTP_TRUNCATED, 0, NULL},
        {"HTTP/2 200\r\n\r\n", HTTP_BAD_RESPONSE, 0, NULL},
        {"HTTP/1.1 20 OK\r\n\r\n", HTTP_BAD_RESPONSE, 0, NULL},
        {"HTTP/1.1 2000\r\n\r\n", HTTP_BAD_RESPONSE, 0, NULL},
        {"HTTP/1.x 200\r\n\r\n", HTTP_BAD_RESPONSE, 0, NULL},
        {"220 mail\r\n", HTTP_BAD_RESPONSE, 0, NULL},
    };

    for (size_t i = 0; i < COUNT(cases); i++)
        for (size_t step = 1; step < 80; step += step < 8 ? 1 : 23)
            feed(&cases[i], step, false);
    const struct want head = {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", HTTP_OK, 200, ""};
    feed(&head, 5, true);
}

static void stops_at_its_bounds(void **state)
{
    (void)state;
    static const char status[] = "HTTP/1.1 200 OK\r\n";
    struct http_reader r;
    char filler[1000];

    memset(filler, 'a', sizeof filler);
    http_reader_init(&r, false, false, BODY, NULL, NULL);
    http_reader_feed(&r, status, sizeof status - 1);
    for (int i = 0; i < 70; i++)
        http_reader_feed(&r, filler, sizeof filler);
    assert_int_equal(r.fault, HTTP_HEADERS_TOO_LARGE);

    http_reader_init(&r, false, false, BODY, NULL, NULL);
    http_reader_feed(&r, status, sizeof status - 1);
    http_reader_feed(&r, "\r\n", 2);
    assert_int_equal(http_reader_feed(&r, filler, sizeof filler), HTTP_DONE);
    assert_true(r.full);
    assert_int_equal(r.decoded, BODY);
}

static void keeps_the_first_location(void **state)
{
    (void)state;
    static const char answer[] = "HTTP/1.1 302 Found\r\nLOCATION:  /there \r\nLocation: /other\r\n"
                                 "Content-Length: 0\r\n\r\n";
    struct http_reader r;
    char longest[URL_MAX + 600];

    http_reader_init(&r, false, false, BODY, NULL, NULL);
    assert_int_equal(http_reader_feed(&r, answer, sizeof answer - 1), HTTP_DONE);
    assert_string_equal(r.location, "/there");
    struct buf b = BUF(longest);
    buf_str(&b, "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /");
    while (b.n < URL_MAX + 500)
        buf_char(&b, 'a');
    buf_str(&b, "\r\n\r\n");
    http_reader_init(&r, false, false, BODY, NULL, NULL);
    assert_int_equal(http_reader_feed(&r, b.p, b.n), HTTP_DONE);
    assert_string_equal(r.location, ""); /* too long to be one */
}

static void writes_requests(void **state)
{
    (void)state;
    static const struct http_header headers[] = {{"user-agent", "me"}, {"X-One", "1"}};
    struct url u;
    struct err e = {0};
    size_t n;

    assert_done(url_parse(STR("https://[::1]:8443?q=1"), &u, &e), &e);
    const struct http_request r = {.method = "POST",
                                   .url = &u,
                                   .headers = headers,
                                   .headers_n = COUNT(headers),
                                   .body = STR("hi")};
    char *text = http_request_text(&r, &n);
    assert_non_null(text);
    assert_string_equal(text, "POST /?q=1 HTTP/1.1\r\nHost: [::1]:8443\r\nAccept: */*\r\n"
                              "Accept-Encoding: identity\r\nuser-agent: me\r\nX-One: 1\r\n"
                              "Content-Length: 2\r\nConnection: close\r\n\r\nhi");
    assert_int_equal(n, strlen(text));
    free(text);
}

static void refuses_bad_headers(void **state)
{
    (void)state;
    static const struct {
        const char *name, *value;
        bool good;
    } cases[] = {
        {"X-One", "a\tb \xc3\xa9", true},
        {"", "a", false},
        {"A B", "a", false},
        {"A:", "a", false},
        {"A\r\nB", "a", false},
        {"A", "a\r\nB: c", false},
        {"A", "a\x7f", false},
        {"Connection", "x", false},
        {"content-LENGTH", "1", false},
        {"Transfer-Encoding", "chunked", false},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct err e = {0};
        assert_int_equal(http_header_check(cases[i].name, cases[i].value, &e), cases[i].good);
        assert_int_equal(e.code, cases[i].good ? ERR_NONE : ERR_INVALID);
    }
}

UNIT_TESTS(UNIT(reads_answers_however_they_are_cut), UNIT(stops_at_its_bounds),
           UNIT(keeps_the_first_location), UNIT(writes_requests), UNIT(refuses_bad_headers))
