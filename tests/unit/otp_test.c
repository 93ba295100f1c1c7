/* One-time codes against RFC 6238's vectors (SHA-1, last six of its eight digits). */
#include "io/otp.h"

#include <string.h>

#include "io/crypto.h"
#include "unit.h"

static const uint8_t SEED[OTP_SEED] = "12345678901234567890";

static void the_standards_vectors_match(void **state)
{
    (void)state;
    static const struct {
        int64_t at_s, step;
        const char *code;
    } cases[] = {{59, 1, "287082"},
                 {1111111109, 0x23523EC, "081804"},
                 {1111111111, 0x23523ED, "050471"},
                 {1234567890, 0x273EF07, "005924"},
                 {2000000000, 0x3F940AA, "279037"},
                 {20000000000, 0x27BC86AA, "353130"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t step = -1;
        assert_true(otp_match(SEED, str_of(cases[i].code), cases[i].at_s, &step));
        assert_int_equal(step, cases[i].step);
    }
}

static void one_step_beside_is_enough_two_are_too_many(void **state)
{
    (void)state;
    static const int64_t now = 1234567890 / 30 * 30 + 15;
    for (int64_t away = -4; away <= 4; away++) {
        int64_t step = -1;
        bool near = away >= -1 && away <= 1;
        assert_int_equal(otp_match(SEED, STR("005924"), now + away * 30, &step), near);
        assert_int_equal(step, near ? 0x273EF07 : -1);
    }
}

static void other_texts_are_no_codes(void **state)
{
    (void)state;
    static const char *const cases[] = {"",        "28708",  "2870822", "94287082", "28708a",
                                        " 287082", "28708 ", "287083",  "000000"};
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t step = -1;
        assert_false(otp_match(SEED, str_of(cases[i]), 59, &step));
        assert_int_equal(step, -1);
    }
    int64_t step = -1;
    assert_false(otp_match(SEED, (struct str){"28708\0", 6}, 59, &step));
    assert_false(otp_match(SEED, STR("755224"), 0, &step));
}

static void the_seed_is_shown_as_base32(void **state)
{
    (void)state;
    char text[OTP_SEED_TEXT];

    otp_seed_text(SEED, text);
    assert_string_equal(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}

static void backup_codes_are_read_as_people_type_them(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *code;
    } cases[] = {{"ABCDEFG2", "ABCDEFG2"},    {"abcd-efg2", "ABCDEFG2"},
                 {" abcd efg2 ", "ABCDEFG2"}, {"ABCDEFG", NULL},
                 {"ABCDEFG22", NULL},         {"ABCDEFG1", NULL},
                 {"ABCDEFG!", NULL},          {"", NULL}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        char out[OTP_BACKUP_TEXT] = "";
        bool good = otp_backup_read(str_of(cases[i].typed), out);
        assert_int_equal(good, cases[i].code != NULL);
        assert_string_equal(out, good ? cases[i].code : "");
    }
    char made[OTP_BACKUP_TEXT], back[OTP_BACKUP_TEXT];
    otp_backup_new(made);
    assert_true(otp_backup_read(str_of(made), back));
    assert_string_equal(made, back);
    assert_false(otp_backup_read((struct str){"ABCD\0FG2", 8}, back));
}

static void phones_learn_it_by_address_and_picture(void **state)
{
    (void)state;
    struct arena mem;
    struct err e = {0};

    arena_init(&mem, 2 << 20);
    char *uri = otp_uri(SEED, "a b&c=\"<d>@example.test", &mem, &e);
    assert_non_null(uri);
    assert_string_equal(uri, "otpauth://totp/Tocsin:a%20b%26c%3D%22%3Cd%3E%40example.test?secret="
                             "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Tocsin&algorithm=SHA1&"
                             "digits=6&period=30");
    char *svg = otp_qr_svg(uri, &mem, &e);
    assert_non_null(svg);
    assert_non_null(strstr(svg, "<svg xmlns="));
    assert_string_equal(svg + strlen(svg) - 6, "</svg>");
    assert_null(strstr(svg, "script"));
    arena_clear(&mem);
}

static void too_much_is_refused(void **state)
{
    (void)state;
    static char endless[4000];
    struct arena mem;
    struct err e = {0};

    memset(endless, 'a', sizeof endless - 1);
    arena_init(&mem, 2 << 20);
    assert_null(otp_uri(SEED, endless, &mem, &e));
    assert_int_equal(e.code, ERR_LIMIT);
    err_clear(&e);
    assert_null(otp_qr_svg(endless, &mem, &e));
    assert_int_equal(e.code, ERR_LIMIT);
    arena_clear(&mem);
}

UNIT_TESTS(UNIT(the_standards_vectors_match), UNIT(one_step_beside_is_enough_two_are_too_many),
           UNIT(other_texts_are_no_codes), UNIT(the_seed_is_shown_as_base32),
           UNIT(backup_codes_are_read_as_people_type_them),
           UNIT(phones_learn_it_by_address_and_picture), UNIT(too_much_is_refused))
