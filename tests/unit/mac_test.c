/* Keyed digests and base64url. */
#include "io/mac.h"

#include <string.h>

#include "base/rng.h"
#include "unit.h"

static void a_mac_holds_for_its_message_and_key(void **state)
{
    (void)state;
    uint8_t key[MAC_KEY], other[MAC_KEY], mac[MAC_BYTES], same[MAC_BYTES];

    mac_derive(STR("a master secret of some length"), "cursor", key);
    mac_derive(STR("a master secret of some length"), "push", other);
    assert_memory_not_equal(key, other, sizeof key);
    mac_make(key, STR("message"), mac);
    mac_make(key, STR("message"), same);
    assert_memory_equal(mac, same, sizeof mac);
    assert_true(mac_holds(key, STR("message"), mac));
    assert_false(mac_holds(other, STR("message"), mac));
    assert_false(mac_holds(key, STR("messagf"), mac));
    assert_false(mac_holds(key, STR(""), mac));
    for (size_t bit = 0; bit < 8 * sizeof mac; bit++) {
        mac[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_false(mac_holds(key, STR("message"), mac));
        mac[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
}

static void a_fingerprint_names_content(void **state)
{
    (void)state;
    char a[MAC_FINGERPRINT_TEXT], b[MAC_FINGERPRINT_TEXT], c[MAC_FINGERPRINT_TEXT];

    mac_fingerprint(STR("x"), a);
    mac_fingerprint(STR("x"), b);
    mac_fingerprint(STR("y"), c);
    assert_string_equal(a, b);
    assert_string_not_equal(a, c);
    assert_int_equal(strlen(a), MAC_FINGERPRINT_TEXT - 1);
}

static void base64_there_and_back(void **state)
{
    (void)state;
    uint8_t in[50], out[50];
    char text[4 * sizeof in / 3 + 4];
    struct rng r;

    rng_seed(&r, 6);
    for (int round = 0; round < 2000; round++) {
        size_t n = (size_t)rng_below(&r, sizeof in + 1), back = 99;
        for (size_t i = 0; i < n; i++)
            in[i] = (uint8_t)rng_below(&r, 256);
        size_t len = mac_base64(in, n, text, sizeof text);
        assert_null(memchr(text, '=', len));
        assert_null(memchr(text, '+', len));
        assert_true(mac_unbase64((struct str){text, len}, out, sizeof out, &back));
        assert_int_equal(back, n);
        assert_memory_equal(in, out, n);
    }
}

static void only_canonical_base64_is_read(void **state)
{
    (void)state;
    static const char *const bad[] = {"A",    "AB",   "AAB",   "AA==",     "A A",        "AA\n",
                                      "AA+_", "AA/A", "AAAAA", "\xff\xff", "AAA\326AAAA"};
    uint8_t out[8];
    size_t n;

    for (size_t i = 0; i < COUNT(bad); i++)
        if (mac_unbase64(str_of(bad[i]), out, sizeof out, &n))
            fail_msg("took \"%s\"", bad[i]);
    assert_true(mac_unbase64(STR("AAAAAAAAAAA"), out, 8, &n));
    assert_int_equal(n, 8);
    assert_false(mac_unbase64(STR("AAAAAAAAAAA"), out, 7, &n));
}

UNIT_TESTS(UNIT(a_mac_holds_for_its_message_and_key), UNIT(a_fingerprint_names_content),
           UNIT(base64_there_and_back), UNIT(only_canonical_base64_is_read))
