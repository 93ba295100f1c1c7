/* Which passwords are too common. */
#include "domain/password.h"

#include "unit.h"

static void what_people_try_first_is_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "123456789012",   "1234567890123",    "password1234",     "Password123!",
        "P4ssw0rd2024",   "passwordpassword", "qwertyuiop123",    "qwertyuiop[]",
        "1q2w3e4r5t6y",   "1qaz2wsx3edc",     "administrator",    "Administrator1",
        "iloveyou12345",  "letmeinletmein",   "aaaaaaaaaaaaaa",   "abababababab",
        "111111111111",   "unbelievable",     "manchesterunited", "liverpool2023",
        "welcome123456",  "summer2024!!!!",   "Summer-Dragon-1",  "trustno1trustno1",
        "abcdefghijkl",   "zxcvbnm,./asdf",   "opensesame2020",   "chocolate12345",
        "monkeymonkey1",  "iloveyouforever",  "mnbvcxzlkjhg",     "987654321098",
        "princess123456", "football12345",    "michaeljordan23",  "qazwsxedcrfv",
        "changeme12345",  "default-password", "starwars12345",    "babygirl123456",
        "123123123123",   "abc123abc123",     "password!@#$%",    "QWERTY123456",
        "!!!!!!!!!!!!",
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (!password_weakness(str_of(cases[i]), STR("someone@example.test")))
            fail_msg("accepted: %s", cases[i]);
}

static void others_pass(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "correct horse battery staple", "plinth-Vermeer-29", "Tq8#mZr2!vLp",
        "wegen Umbaus geschlossen",     "zażółć gęślą jaźń", "k9Wq-77fa-LmZp",
        "gravel otter quilt fjord",     "Tocsin-Test-2026",  "vVzqKpLmTrWx",
        "four unrelated plain words",
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *why = password_weakness(str_of(cases[i]), STR("someone@example.test"));
        if (why)
            fail_msg("%s: %s", cases[i], why);
    }
}

static void ones_own_address_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *password;
        bool weak;
    } cases[] = {{"wilhelmina@gouda.test", true}, {"Wilhelmina@Gouda.test", true},
                 {"wilhelmina99", true},          {"99wilhelmina", true},
                 {"my wilhelmina hums", false},   {"wilhelmin and co", false}};
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(
            password_weakness(str_of(cases[i].password), STR("wilhelmina@gouda.test")) != NULL,
            cases[i].weak);
    assert_null(password_weakness(STR("k9Wq-77fa-LmZp"), STR("")));
    assert_null(password_weakness(STR("k9Wq-77fa-LmZp"), STR("k9@x.test")));
}

static void any_length_is_looked_at(void **state)
{
    (void)state;
    static char text[2000];

    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(33 + i * 7 % 90);
    assert_null(password_weakness((struct str){text, sizeof text}, STR("a@b.test")));
    assert_non_null(password_weakness((struct str){0}, STR("a@b.test")));
}

UNIT_TESTS(UNIT(what_people_try_first_is_refused), UNIT(others_pass),
           UNIT(ones_own_address_is_refused), UNIT(any_length_is_looked_at))
