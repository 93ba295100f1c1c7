/* API keys as text. */
#include "io/key_text.h"

#include <string.h>

#include "unit.h"

static void what_is_made_is_read(void **state)
{
    (void)state;
    char secret[CRYPTO_SECRET_TEXT], text[KEY_TEXT], prefix[KEY_TEXT_PREFIX];
    uint8_t digest[CRYPTO_SHA256];
    struct str got;
    int32_t tenant;
    int64_t id;

    for (int i = 0; i < 200; i++) { /* some secrets hold "_" */
        crypto_secret_new(secret, digest);
        key_text_make(INT32_MAX, INT64_MAX - i, secret, text);
        assert_true(key_text_read(str_of(text), &tenant, &id, &got));
        assert_int_equal(tenant, INT32_MAX);
        assert_int_equal(id, INT64_MAX - i);
        assert_true(str_is(got, secret));
    }
    key_text_prefix(secret, prefix);
    assert_int_equal(strlen(prefix), KEY_TEXT_PREFIX - 1);
    assert_true(str_starts(str_of(prefix), "tsk_"));
}

static void other_texts_are_no_keys(void **state)
{
    (void)state;
#define SECRET "0123456789012345678901234567890123456789012"
    static const char *const cases[] = {"",
                                        "tsk_",
                                        "tsk",
                                        "tsk_1_2",
                                        "tsk_1_2_short",
                                        "xsk_1_2_" SECRET,
                                        "tsk_0_2_" SECRET,
                                        "tsk_1_0_" SECRET,
                                        "tsk_-1_2_" SECRET,
                                        "tsk_1_2_" SECRET "3",
                                        "tsk_2147483648_2_" SECRET,
                                        "tsk_1_9223372036854775808_" SECRET,
                                        "tsk_1x_2_" SECRET,
                                        "tsk__2_" SECRET,
                                        "tsk_01_2_" SECRET,
                                        "tsk_1_02_" SECRET,
                                        " tsk_1_2_" SECRET};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct str got = {0};
        int32_t tenant = -1;
        int64_t id = -1;
        assert_false(key_text_read(str_of(cases[i]), &tenant, &id, &got));
        assert_int_equal(tenant, -1);
        assert_int_equal(id, -1);
        assert_int_equal(got.n, 0);
    }
}

UNIT_TESTS(UNIT(what_is_made_is_read), UNIT(other_texts_are_no_keys))
