/* Web addresses: strict, and where redirects lead. */
#include "io/url.h"

#include <string.h>

#include "unit.h"

static void reads_good_ones(void **state)
{
    (void)state;
    static const struct {
        const char *text, *host, *path;
        uint16_t port;
        bool tls;
    } cases[] = {
        {"http://example.org", "example.org", "", 80, false},
        {"HTTPS://example.org/", "example.org", "/", 443, true},
        {"http://example.org:8080/a?b=c", "example.org", "/a?b=c", 8080, false},
        {"http://[2001:db8::1]:81/x#part", "2001:db8::1", "/x", 81, false},
        {"http://192.0.2.1?q", "192.0.2.1", "?q", 80, false},
        {"https://a/%20@b:c", "a", "/%20@b:c", 443, true},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct err e = {0};
        struct url u;
        assert_done(url_parse(str_of(cases[i].text), &u, &e), &e);
        assert_true(str_is(u.host, cases[i].host));
        assert_true(str_is(u.path, cases[i].path));
        assert_int_equal(u.port, cases[i].port);
        assert_int_equal(u.tls, cases[i].tls);
    }
}

static void refuses_the_rest(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "http",
        "http:",
        "http:/a",
        "http://",
        "http:///a",
        "//a/",
        "a",
        "ftp://a/",
        "file:///etc",
        "javascript:alert(1)",
        "http://u@a/",
        "http://u:p@a/",
        "http://a\\b/",
        "http://a b/",
        "http://a/b c",
        "http://a/\n",
        "http://\xc3\xa9/",
        "http://a:0/",
        "http://a:065/",
        "http://a:/",
        "http://a:65536/",
        "http://a:x/",
        "http://[::1/",
        "http://[::1]x/",
        "http://[a]/",
        "http://[127.0.0.1]/",
        "http://::1/",
        "http://1:2:3/",
        "http://127.1/",
        "http://0x7f.1/",
        "http://2130706433/",
        "http://a./",
        "http://[fe80::1%25lo]/",
        "httpx://a/",
        " http://a/",
    };
    char longest[URL_MAX + 8];

    for (size_t i = 0; i < COUNT(bad); i++) {
        struct err e = {0};
        struct url u;
        if (url_parse(str_of(bad[i]), &u, &e))
            fail_msg("\"%s\" was taken", bad[i]);
        assert_int_equal(e.code, ERR_INVALID);
        assert_string_equal(e.field, "url");
    }
    struct err e = {0};
    struct url u;
    memset(longest, 'a', sizeof longest);
    memcpy(longest, "http://a/", 9);
    assert_done(url_parse((struct str){longest, URL_MAX - 1}, &u, &e), &e);
    assert_refused(url_parse((struct str){longest, URL_MAX}, &u, &e), &e, ERR_INVALID);
}

static void follows(void **state)
{
    (void)state;
    static const struct {
        const char *base, *location, *want; /* NULL: refused */
    } cases[] = {
        {"http://a/b/c?d", "e", "http://a/b/e"},
        {"http://a/b/c?d", "/e", "http://a/e"},
        {"http://a/b/c?d", "?e", "http://a/b/c?e"},
        {"http://a", "e", "http://a/e"},
        {"http://a:81/b", "/e", "http://a:81/e"},
        {"https://a/b", "//c/d", "https://c/d"},
        {"http://a/b", "//c/d", "http://c/d"},
        {"http://a/b", "https://c:444/d", "https://c:444/d"},
        {"http://[::1]:8/b/", "c", "http://[::1]:8/b/c"},
        {"http://a/b", "", NULL},
        {"http://a/b", "file:///etc/passwd", NULL},
        {"http://a/b", "gopher://c/", NULL},
        {"http://a/b", "http://u@c/", NULL},
        {"http://a/b", "c d", NULL},
        {"http://a/b", "\\\\c", NULL},
        {"http://a/b", "mailto:x", NULL},
    };
    char out[URL_MAX], longest[URL_MAX];

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct err e = {0};
        struct url base, to;
        assert_done(url_parse(str_of(cases[i].base), &base, &e), &e);
        bool done = url_follow(&base, str_of(cases[i].location), out, &to, &e);
        assert_int_equal(done, cases[i].want != NULL);
        if (done)
            assert_string_equal(out, cases[i].want);
        else
            assert_int_equal(e.code, ERR_INVALID);
    }
    struct err e = {0};
    struct url base, to;
    memset(longest, 'a', sizeof longest);
    assert_done(url_parse(STR("http://a/"), &base, &e), &e);
    assert_refused(url_follow(&base, (struct str){longest, sizeof longest}, out, &to, &e), &e,
                   ERR_INVALID);
}

static void compares_origins(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool same;
    } cases[] = {
        {"http://a/", "http://A:80/x", true},   {"http://a/", "https://a/", false},
        {"http://a/", "http://a:81/", false},   {"http://a/", "http://b/", false},
        {"http://a/", "http://ab/", false},     {"https://a:443/", "https://a/", true},
        {"http://a:443/", "https://a/", false},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct err e = {0};
        struct url a, b;
        assert_done(url_parse(str_of(cases[i].a), &a, &e), &e);
        assert_done(url_parse(str_of(cases[i].b), &b, &e), &e);
        assert_int_equal(url_same_origin(&a, &b), cases[i].same);
    }
}

UNIT_TESTS(UNIT(reads_good_ones), UNIT(refuses_the_rest), UNIT(follows), UNIT(compares_origins))
