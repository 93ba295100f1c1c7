/* What may be typed as a host's address. */
#include "api/address.h"

#include "unit.h"

static void judges(void **state)
{
    (void)state;
    static const char *const good[] = {
        "192.0.2.1",         "::1",  "2001:db8::1",           "::ffff:1.2.3.4", "a",
        "web-1.example.org", "_x.y", "xn--bcher-kva.example", "1a.b",           "3com.example"};
    static const char *const bad[] = {"",
                                      ".",
                                      "a.",
                                      ".a",
                                      "a..b",
                                      "-a",
                                      "a-",
                                      "a b",
                                      "a/b",
                                      "a:1",
                                      "http://a",
                                      "user@a",
                                      "1",
                                      "2130706433",
                                      "127.1",
                                      "0x7f.0.0.1",
                                      "0177.0.0.1.",
                                      "127.0.0.1.2",
                                      "256.1.1.1",
                                      "a.1",
                                      "a.0x1",
                                      "fe80::1%eth0",
                                      "[::1]",
                                      "\xc3\xa9",
                                      "\xef\xbc\x91.1.1.1",
                                      "a\\b",
                                      "a%b",
                                      "a\nb"};
    for (size_t i = 0; i < COUNT(good); i++)
        if (!address_ok(str_of(good[i])))
            fail_msg("refused %s", good[i]);
    for (size_t i = 0; i < COUNT(bad); i++)
        if (address_ok(str_of(bad[i])))
            fail_msg("took %s", bad[i]);
}

UNIT_TESTS(UNIT(judges))
