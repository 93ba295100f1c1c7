/* Addresses of the web server. */
#include "cli/listen.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "unit.h"

static void reads_addresses(void **state)
{
    (void)state;
    static const struct {
        const char *text, *host, *reach;
        int port;
        bool ipv6, loopback;
    } cases[] = {
        {"127.0.0.1:8080", "127.0.0.1", "127.0.0.1", 8080, false, true},
        {"127.9.9.9:1", "127.9.9.9", "127.9.9.9", 1, false, true},
        {"0.0.0.0:443", "0.0.0.0", "127.0.0.1", 443, false, false},
        {"192.0.2.7:65535", "192.0.2.7", "192.0.2.7", 65535, false, false},
        {"[::1]:8080", "::1", "::1", 8080, true, true},
        {"[::]:8080", "::", "::1", 8080, true, false},
        {"[2001:db8::2]:80", "2001:db8::2", "2001:db8::2", 80, true, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct listen_address l;
        struct err e = {0};
        char back[LISTEN_TEXT], reach[INET6_ADDRSTRLEN];
        assert_true(listen_parse(cases[i].text, &l, &e));
        assert_string_equal(l.host, cases[i].host);
        assert_int_equal(l.port, cases[i].port);
        assert_int_equal(l.ipv6, cases[i].ipv6);
        assert_int_equal(l.loopback, cases[i].loopback);
        listen_text(&l, back);
        assert_string_equal(back, cases[i].text);
        const void *a = l.ipv6 ? (const void *)&((struct sockaddr_in6 *)&l.reach)->sin6_addr
                               : (const void *)&((struct sockaddr_in *)&l.reach)->sin_addr;
        inet_ntop(l.ipv6 ? AF_INET6 : AF_INET, a, reach, sizeof reach);
        assert_string_equal(reach, cases[i].reach);
    }
}

static void refuses_anything_else(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",
        "8080",
        ":8080",
        "localhost:8080",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:0",
        "127.0.0.1:65536",
        "127.0.0.1:+1",
        "127.0.0.1:8080 ",
        "::1:8080",
        "[127.0.0.1]:1",
        "[::1]",
        "[]:80",
        "127.1:80",
        "[fe80::1%eth0]:80",
        "127.0.0.1;x:80",
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct listen_address l;
        struct err e = {0};
        assert_false(listen_parse(cases[i], &l, &e));
        assert_int_equal(e.code, ERR_INVALID);
        assert_string_equal(e.field, "listen");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_addresses),
        cmocka_unit_test(refuses_anything_else),
    };
    return cmocka_run_group_tests_name("listen", tests, NULL, NULL);
}
