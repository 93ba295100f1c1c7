/* Addresses: one strict spelling, hosts, and IPv4 inside IPv6. */
#include "io/addr.h"

#include <netinet/in.h>
#include <string.h>

#include "unit.h"

static struct addr addr(const char *text)
{
    struct addr a;

    if (!addr_parse(str_of(text), &a))
        fail_msg("%s is no address", text);
    return a;
}

static void parses_one_spelling(void **state)
{
    (void)state;
    static const char *const good[] = {
        "0.0.0.0", "192.0.2.1", "255.255.255.255", "::", "::1", "2001:DB8::1", "::ffff:192.0.2.1",
    };
    static const char *const bad[] = {
        "",
        "1",
        "127.1",
        "1.2.3",
        "1.2.3.4.5",
        "01.2.3.4",
        "1.2.3.08",
        "0x7f.0.0.1",
        "256.1.1.1",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1.2.3.4.",
        "1..2.3",
        "::1%lo",
        "[::1]",
        "1:2:3",
        ":::",
        "1::2::3",
        "::g",
        "12345::",
        "1.2.3.4/8",
        "2130706433",
        "-1.2.3.4",
        "+1.2.3.4",
        "::1.2.3",
        "1.2.3.4\n",
        "\xef\xbc\x91",
        "::1.2.3.256",
        "0:0:0:0:0:0:0:0:0",
        "1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa",
    };
    struct addr a;

    for (size_t i = 0; i < COUNT(good); i++)
        assert_true(addr_parse(str_of(good[i]), &a));
    for (size_t i = 0; i < COUNT(bad); i++)
        if (addr_parse(str_of(bad[i]), &a))
            fail_msg("%s was taken", bad[i]);
    assert_false(addr_parse((struct str){"1.2.3.4\0", 8}, &a));
}

static void tells_names_from_addresses(void **state)
{
    (void)state;
    static const char *const names[] = {"localhost",   "a",     "example.org", "x-1.y_2.z",
                                        "Example.ORG", "a.0-x", "1a.b2",       "3com"};
    static const char *const refused[] = {
        "",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "1.2.3.4.5",
        "a..b",
        ".a",
        "a.",
        "-a.b",
        "a-.b",
        "a b",
        "a/b",
        "a@b",
        "a:1",
        "a.0x1",
        "a.0X1",
        "a{",
        "a`",
        "a.123",
        "fe80::1%eth0",
        "xn--\xc3\xa9",
        "127.0.0.1\\",
        "[::1]",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    };
    enum addr_host kind;
    struct addr a;

    for (size_t i = 0; i < COUNT(names); i++) {
        struct err e = {0};
        assert_done(addr_host(str_of(names[i]), &kind, &a, &e), &e);
        assert_int_equal(kind, ADDR_HOST_NAME);
    }
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct err e = {0};
        if (addr_host(str_of(refused[i]), &kind, &a, &e))
            fail_msg("%s was taken", refused[i]);
        assert_int_equal(e.code, ERR_INVALID);
    }
    struct err e = {0};
    char longest[256];
    memset(longest, 'a', sizeof longest);
    for (size_t i = 50; i < sizeof longest; i += 51)
        longest[i] = '.';
    assert_true(addr_host((struct str){longest, 253}, &kind, &a, &e));
    assert_refused(addr_host((struct str){longest, 254}, &kind, &a, &e), &e, ERR_INVALID);
    err_clear(&e);
    assert_done(addr_host(STR("10.1.2.3"), &kind, &a, &e), &e);
    assert_int_equal(kind, ADDR_HOST_LITERAL);
}

static void splits_hosts_and_ports(void **state)
{
    (void)state;
    static const struct {
        const char *text, *host;
        int64_t port;
        bool good;
    } cases[] = {
        {"a", "a", 0, true},         {"a:80", "a", 80, true},  {"[::1]:443", "::1", 443, true},
        {"[::1]", "::1", 0, true},   {"::1", "::1", 0, true},  {"1.2.3.4:5", "1.2.3.4", 5, true},
        {"a:", NULL, 0, false},      {"a:x", NULL, 0, false},  {"a:0", NULL, 0, false},
        {"a:65536", NULL, 0, false}, {"[::1", NULL, 0, false}, {"[::1]x", NULL, 0, false},
        {"[::1]:", NULL, 0, false},  {"", "", 0, true},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct str host;
        int64_t port;
        bool good = addr_split(str_of(cases[i].text), &host, &port);
        assert_int_equal(good, cases[i].good);
        if (good) {
            assert_true(str_is(host, cases[i].host));
            assert_int_equal(port, cases[i].port);
        }
    }
}

static void keeps_families_apart(void **state)
{
    (void)state;
    struct addr four = addr("1.2.3.4"), six = addr("102:304::"), other = addr("1.2.3.5");
    struct str host;
    int64_t port;

    assert_false(addr_equal(&four, &six));
    assert_false(addr_equal(&six, &four));
    assert_false(addr_equal(&four, &other));
    assert_true(addr_equal(&six, &six));
    assert_true(addr_split((struct str){0}, &host, &port));
    assert_int_equal(host.n + (size_t)port, 0);
}

static void goes_through_sockaddr(void **state)
{
    (void)state;
    static const char *const texts[] = {"192.0.2.7", "2001:db8::7"};
    struct sockaddr_storage sa;
    struct addr back;
    uint16_t port = 0;

    for (size_t i = 0; i < COUNT(texts); i++) {
        struct addr a = addr(texts[i]);
        char text[ADDR_TEXT];
        socklen_t n = addr_sockaddr(&a, 443, &sa);
        assert_true(addr_of_sockaddr((struct sockaddr *)&sa, n, &back, &port));
        assert_true(addr_equal(&a, &back));
        assert_int_equal(port, 443);
        addr_text(&back, text);
        assert_string_equal(text, texts[i]);
        assert_false(addr_of_sockaddr((struct sockaddr *)&sa, n - 1, &back, &port));
    }
    ((struct sockaddr_in6 *)&sa)->sin6_scope_id = 2;
    assert_false(
        addr_of_sockaddr((struct sockaddr *)&sa, sizeof(struct sockaddr_in6), &back, &port));
    assert_false(addr_of_sockaddr(NULL, 16, &back, &port));
    assert_false(addr_of_sockaddr((struct sockaddr *)&sa, 1, &back, &port));
    sa.ss_family = AF_UNIX;
    assert_false(addr_of_sockaddr((struct sockaddr *)&sa, sizeof sa, &back, &port));
}

static void compares_prefixes(void **state)
{
    (void)state;
    static const struct {
        const char *a, *net;
        unsigned bits;
        bool within;
    } cases[] = {
        {"10.1.2.3", "10.0.0.0", 8, true},
        {"11.1.2.3", "10.0.0.0", 8, false},
        {"10.0.0.127", "10.0.0.0", 25, true},
        {"10.0.0.128", "10.0.0.0", 25, false},
        {"1.2.3.4", "1.2.3.4", 32, true},
        {"1.2.3.5", "1.2.3.4", 32, false},
        {"9.9.9.9", "0.0.0.0", 0, true},
        {"9.9.9.9", "0.0.0.0", 33, false},
        {"::1", "::", 0, true},
        {"1.2.3.4", "::", 0, false},
        {"fd12::1", "fc00::", 7, true},
        {"fe00::1", "fc00::", 7, false},
        {"2001:db8::1", "2001:db8::1", 128, true},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct addr a = addr(cases[i].a), net = addr(cases[i].net);
        assert_int_equal(addr_within(&a, &net, cases[i].bits), cases[i].within);
    }
}

static void finds_embedded_addresses(void **state)
{
    (void)state;
    static const struct {
        const char *text, *first, *second;
        bool replaces, undecided;
    } cases[] = {
        {"192.0.2.1", NULL, NULL, false, false},
        {"2a00::1", NULL, NULL, false, false},
        {"::", NULL, NULL, false, false},
        {"::1", NULL, NULL, false, false},
        {"::7f00:1", "127.0.0.1", NULL, true, false},
        {"::0.1.0.1", "0.1.0.1", NULL, true, false},
        {"::0.0.1.1", "0.0.1.1", NULL, true, false},
        {"::ffff:10.0.0.1", "10.0.0.1", NULL, true, false},
        {"::ffff:0:10.0.0.1", "10.0.0.1", NULL, true, false},
        {"64:ff9b::10.0.0.1", "10.0.0.1", NULL, true, false},
        {"64:ff9b:1::10.0.0.1", "10.0.0.1", NULL, true, false},
        {"64:ff9b:1:a00:0:100::", NULL, NULL, true, true},
        {"2002:a00:1::5", "10.0.0.1", NULL, true, false},
        {"2001:0:102:304:0:0:f5ff:fffe", "1.2.3.4", "10.0.0.1", true, false},
        {"2a00::5efe:a00:1", "10.0.0.1", NULL, false, false},
        {"2a00::200:5efe:a00:1", "10.0.0.1", NULL, false, false},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct addr a = addr(cases[i].text), inner[2];
        bool replaces, undecided;
        size_t n = addr_embedded(&a, inner, &replaces, &undecided);
        assert_int_equal(n, (cases[i].first != NULL) + (cases[i].second != NULL));
        assert_int_equal(undecided, cases[i].undecided);
        if (n > 0)
            assert_int_equal(replaces, cases[i].replaces);
        const char *want[] = {cases[i].first, cases[i].second};
        for (size_t k = 0; k < n; k++) {
            struct addr w = addr(want[k]);
            assert_true(addr_equal(&inner[k], &w));
        }
    }
}

UNIT_TESTS(UNIT(parses_one_spelling), UNIT(tells_names_from_addresses),
           UNIT(splits_hosts_and_ports), UNIT(keeps_families_apart), UNIT(goes_through_sockaddr),
           UNIT(compares_prefixes), UNIT(finds_embedded_addresses))
