/* Access tokens: what is ours is read, everything else is one and the same refusal. Forgeries are
 * made here by hand with libsodium, not by the library under test (AU-07, AU-08, AU-09). */
#include "io/token.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "io/crypto.h"
#include "unit.h"

enum { NOW = 1800000000, TEXT = 40000 };
static const char KEY[] = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
static const char OTHER[] = "ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

static struct token_keys keys_of(const char *hex)
{
    struct token_keys k = {0};
    struct err e = {0};

    assert_done(token_key_add(&k, str_of(hex), &e), &e);
    return k;
}

static struct token_claims someone(void)
{
    return (struct token_claims){
        .tenant = 3, .account = 42, .session = 77, .auth_time_s = NOW - 100, .mfa = true};
}

static void b64(const char *text, size_t n, char *out)
{
    sodium_bin2base64(out, TEXT, (const unsigned char *)text, n,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

enum mac { MAC_SHA256, MAC_SHA512, MAC_NONE };

/* header.body.signature, signed with our own key, as an attacker who has it could. */
static void forge(const char *header, const char *body, enum mac mac, char out[TEXT])
{
    static char h[TEXT], b[TEXT], s[TEXT], head[TEXT];
    unsigned char key[32], tag[64] = {0};

    assert_true(str_unhex(str_of(KEY), key, sizeof key));
    b64(header, strlen(header), h);
    b64(body, strlen(body), b);
    snprintf(head, sizeof head, "%.19000s.%.19000s", h, b);
    if (mac == MAC_SHA256)
        crypto_auth_hmacsha256(tag, (unsigned char *)head, strlen(head), key);
    if (mac == MAC_SHA512) {
        crypto_auth_hmacsha512_state state;
        crypto_auth_hmacsha512_init(&state, key, sizeof key);
        crypto_auth_hmacsha512_update(&state, (unsigned char *)head, strlen(head));
        crypto_auth_hmacsha512_final(&state, tag);
    }
    b64((char *)tag, mac == MAC_SHA256 ? 32 : mac == MAC_SHA512 ? 64 : 0, s);
    snprintf(out, TEXT, "%.38000s.%.100s", head, s);
}

static bool read_it(const char *text, struct token_claims *c, struct err *e)
{
    struct token_keys k = keys_of(KEY);
    return token_verify(&k, str_of(text), NOW, c, e);
}

static void refuse(const char *text)
{
    struct token_claims c = {.tenant = -5};
    struct err e = {0};

    if (read_it(text, &c, &e))
        fail_msg("accepted: %.300s", text);
    assert_int_equal(e.code, ERR_UNAUTHENTICATED);
    assert_string_equal(e.msg, "the access token is not valid");
    assert_int_equal(c.tenant, -5);
}

static const char *kid(void)
{
    static struct token_keys k;
    k = keys_of(KEY);
    return k.key[0].id;
}

static const char *good_header(void)
{
    static char z[200];
    snprintf(z, sizeof z, "{\"alg\":\"HS256\",\"kid\":\"%s\",\"typ\":\"JWT\"}", kid());
    return z;
}

#define CLAIMS(iss, aud, sub, tid, sid, jti, iat, nbf, exp, amr, auth) \
    "{" iss aud sub tid sid jti iat nbf exp amr "\"auth_time\":" auth "}"
#define ISS  "\"iss\":\"tocsin\","
#define AUD  "\"aud\":\"tocsin-api\","
#define SUB  "\"sub\":\"42\","
#define TID  "\"tid\":3,"
#define SID  "\"sid\":\"77\","
#define JTI  "\"jti\":\"00112233445566778899aabbccddeeff\","
#define IAT  "\"iat\":1800000000,"
#define NBF  "\"nbf\":1800000000,"
#define EXP  "\"exp\":1800000600,"
#define AMR  "\"amr\":[\"pwd\",\"otp\"],"
#define AUTH "1799999900"
static const char GOOD[] = CLAIMS(ISS, AUD, SUB, TID, SID, JTI, IAT, NBF, EXP, AMR, AUTH);

static void what_we_sign_we_read(void **state)
{
    (void)state;
    struct token_keys k = keys_of(KEY);
    struct token_claims c = someone(), got = {0};
    char text[TOKEN_TEXT];
    struct err e = {0};

    assert_done(token_sign(&k, &c, NOW, text, &e), &e);
    assert_done(token_verify(&k, str_of(text), NOW, &got, &e), &e);
    assert_memory_equal(&c, &got, sizeof c);
    assert_int_equal(got.tenant, 3);
    assert_int_equal(got.account, 42);
    assert_int_equal(got.session, 77);
    assert_int_equal(got.expires_s, NOW + TOKEN_LIFE_S);
    assert_true(got.mfa);
    c.mfa = false;
    assert_done(token_sign(&k, &c, NOW, text, &e), &e);
    assert_done(token_verify(&k, str_of(text), NOW, &got, &e), &e);
    assert_false(got.mfa);
}

static void the_forger_of_this_test_can_forge(void **state)
{
    (void)state;
    static char text[TEXT];
    struct token_claims c;
    struct err e = {0};

    forge(good_header(), GOOD, MAC_SHA256, text);
    assert_done(read_it(text, &c, &e), &e);
    assert_int_equal(c.account, 42);
}

static void it_holds_for_ten_minutes_give_or_take_half_a_minute(void **state)
{
    (void)state;
    struct token_keys k = keys_of(KEY);
    struct token_claims c = someone(), got;
    char text[TOKEN_TEXT];
    static const struct {
        int64_t at_s;
        bool good;
    } cases[] = {{NOW, true},       {NOW - 30, true},   {NOW - 31, false},     {NOW + 600, true},
                 {NOW + 630, true}, {NOW + 631, false}, {NOW + 360000, false}, {0, false}};
    struct err e = {0};

    c.auth_time_s = NOW - 500;
    assert_done(token_sign(&k, &c, NOW, text, &e), &e);
    for (size_t i = 0; i < COUNT(cases); i++) {
        err_clear(&e);
        assert_int_equal(token_verify(&k, str_of(text), cases[i].at_s, &got, &e), cases[i].good);
    }
}

static void another_key_is_no_key(void **state)
{
    (void)state;
    struct token_keys ours = keys_of(KEY), theirs = keys_of(OTHER), none = {0}, both = ours;
    struct token_claims c = someone(), got;
    char text[TOKEN_TEXT];
    struct err e = {0};

    assert_done(token_sign(&theirs, &c, NOW, text, &e), &e);
    refuse(text);
    assert_refused(token_verify(&none, str_of(text), NOW, &got, &e), &e, ERR_UNAUTHENTICATED);
    err_clear(&e);
    assert_refused(token_sign(&none, &c, NOW, text, &e), &e, ERR_INTERNAL);
    /* An older key still verifies. */
    err_clear(&e);
    assert_done(token_key_add(&both, str_of(OTHER), &e), &e);
    assert_done(token_sign(&theirs, &c, NOW, text, &e), &e);
    assert_done(token_verify(&both, str_of(text), NOW, &got, &e), &e);
    assert_refused(token_key_add(&both, str_of(OTHER), &e), &e, ERR_INVALID);
}

static void keys_have_32_bytes(void **state)
{
    (void)state;
    static const char letters[] =
        "zz0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    static const char *const cases[] = {"", "00", letters};
    struct token_keys k = {0};
    struct err e = {0};

    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_refused(token_key_add(&k, str_of(cases[i]), &e), &e, ERR_INVALID);
        err_clear(&e);
    }
    assert_refused(token_key_add(&k, (struct str){KEY, 62}, &e), &e, ERR_INVALID);
    assert_int_equal(k.n, 0);
    struct token_keys full = keys_of(KEY);
    token_keys_wipe(&full);
    assert_int_equal(full.n, 0);
}

/* AU-07 and AU-09: every header but our own, rightly signed where that is possible. */
static void headers_are_ours_to_the_letter(void **state)
{
    (void)state;
    static const char *const algs[] = {"none",  "None",  "NONE",  "hs256", "Hs256", "HS384",
                                       "HS512", "RS256", "ES256", "EdDSA", ""};
    static const char *const extra[] = {"\"jku\":\"https://evil.test/k\"",
                                        "\"x5u\":\"https://evil.test/c\"",
                                        "\"jwk\":{\"kty\":\"oct\",\"k\":\"AA\"}",
                                        "\"crit\":[\"exp\"]",
                                        "\"alg\":\"HS256\"",
                                        "\"x\":1"};
    static const char *const kids[] = {"../../etc/passwd", "' or 1=1 --", "unknown", "", "\\u0000"};
    static char text[TEXT], h[600];

    for (size_t i = 0; i < COUNT(algs); i++) {
        snprintf(h, sizeof h, "{\"alg\":\"%s\",\"kid\":\"%s\",\"typ\":\"JWT\"}", algs[i], kid());
        for (int mac = MAC_SHA256; mac <= MAC_NONE; mac++) {
            forge(h, GOOD, (enum mac)mac, text);
            refuse(text);
        }
    }
    for (size_t i = 0; i < COUNT(extra); i++) {
        snprintf(h, sizeof h, "{\"alg\":\"HS256\",\"kid\":\"%s\",\"typ\":\"JWT\",%s}", kid(),
                 extra[i]);
        forge(h, GOOD, MAC_SHA256, text);
        if (i != 4) /* libjwt reads a repeated member as one; the value is the pinned one */
            refuse(text);
    }
    for (size_t i = 0; i < COUNT(kids); i++) {
        snprintf(h, sizeof h, "{\"alg\":\"HS256\",\"kid\":\"%s\",\"typ\":\"JWT\"}", kids[i]);
        forge(h, GOOD, MAC_SHA256, text);
        refuse(text);
    }
    forge("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", GOOD, MAC_SHA256, text);
    refuse(text);
    snprintf(h, sizeof h, "{\"alg\":\"HS256\",\"kid\":\"%s\"}", kid());
    forge(h, GOOD, MAC_SHA256, text);
    refuse(text);
    forge("[]", GOOD, MAC_SHA256, text);
    refuse(text);
    forge("", GOOD, MAC_SHA256, text);
    refuse(text);
}

/* AU-08: each claim missing, of another type, or of another value. */
static void every_claim_is_asked_for(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        CLAIMS("", AUD, SUB, TID, SID, JTI, IAT, NBF, EXP, AMR, AUTH),
        CLAIMS(ISS, "", SUB, TID, SID, JTI, IAT, NBF, EXP, AMR, AUTH),
        CLAIMS(ISS, AUD, "", TID, SID, JTI, IAT, NBF, EXP, AMR, AUTH),
        CLAIMS(ISS, AUD, SUB, "", SID, JTI, IAT, NBF, EXP, AMR, AUTH),
        CLAIMS(ISS, AUD, SUB, TID, "", JTI, IAT, NBF, EXP, AMR, AUTH),
        CLAIMS(ISS, AUD, SUB, TID, SID, "", IAT, NBF, EXP, AMR, AUTH),
        CLAIMS(ISS, AUD, SUB, TID, SID, JTI, "", NBF, EXP, AMR, AUTH),
        CLAIMS(ISS, AUD, SUB, TID, SID, JTI, IAT, "", EXP, AMR, AUTH),
        CLAIMS(ISS, AUD, SUB, TID, SID, JTI, IAT, NBF, "", AMR, AUTH),
        CLAIMS(ISS, AUD, SUB, TID, SID, JTI, IAT, NBF, EXP, "", AUTH),
        CLAIMS("\"iss\":\"Tocsin\",", AUD, SUB, TID, SID, JTI, IAT, NBF, EXP, AMR, AUTH),
        CLAIMS(ISS, "\"aud\":\"other\",", SUB, TID, SID, JTI, IAT, NBF, EXP, AMR, AUTH),
        CLAIMS(ISS, "\"aud\":[\"tocsin-api\"],", SUB, TID, SID, JTI, IAT, NBF, EXP, AMR, AUTH),
        CLAIMS(ISS, AUD, "\"sub\":42,", TID, SID, JTI, IAT, NBF, EXP, AMR, AUTH),
        CLAIMS(ISS, AUD, "\"sub\":\"0\",", TID, SID, JTI, IAT, NBF, EXP, AMR, AUTH),
        CLAIMS(ISS, AUD, "\"sub\":\"42x\",", TID, SID, JTI, IAT, NBF, EXP, AMR, AUTH),
        CLAIMS(ISS, AUD, SUB, "\"tid\":\"3\",", SID, JTI, IAT, NBF, EXP, AMR, AUTH),
        CLAIMS(ISS, AUD, SUB, "\"tid\":0,", SID, JTI, IAT, NBF, EXP, AMR, AUTH),
        CLAIMS(ISS, AUD, SUB, "\"tid\":3.0,", SID, JTI, IAT, NBF, EXP, AMR, AUTH),
        CLAIMS(ISS, AUD, SUB, "\"tid\":2147483648,", SID, JTI, IAT, NBF, EXP, AMR, AUTH),
        CLAIMS(ISS, AUD, SUB, TID, "\"sid\":\"-1\",", JTI, IAT, NBF, EXP, AMR, AUTH),
        CLAIMS(ISS, AUD, SUB, TID, SID, "\"jti\":\"short\",", IAT, NBF, EXP, AMR, AUTH),
        CLAIMS(ISS, AUD, SUB, TID, SID, "\"jti\":\"zz112233445566778899aabbccddeeff\",", IAT, NBF,
               EXP, AMR, AUTH),
        CLAIMS(ISS, AUD, SUB, TID, SID, JTI, "\"iat\":1800000031,", NBF, EXP, AMR, AUTH),
        CLAIMS(ISS, AUD, SUB, TID, SID, JTI, IAT, "\"nbf\":1800000031,", EXP, AMR, AUTH),
        CLAIMS(ISS, AUD, SUB, TID, SID, JTI, "\"iat\":1799999969,", NBF, "\"exp\":1799999969,", AMR,
               AUTH),
        CLAIMS(ISS, AUD, SUB, TID, SID, JTI, IAT, NBF, "\"exp\":\"1800000600\",", AMR, AUTH),
        CLAIMS(ISS, AUD, SUB, TID, SID, JTI, IAT, NBF, "\"exp\":1e30,", AMR, AUTH),
        CLAIMS(ISS, AUD, SUB, TID, SID, JTI, IAT, NBF, "\"exp\":\"never\",", AMR, AUTH),
        CLAIMS(ISS, AUD, SUB, TID, SID, JTI, IAT, NBF, "\"exp\":null,", AMR, AUTH),
        CLAIMS(ISS, AUD, SUB, TID, SID, JTI, IAT, NBF, "\"exp\":1800009999,", AMR, AUTH),
        CLAIMS(ISS, AUD, SUB, TID, SID, JTI, IAT, NBF, EXP, "\"amr\":[],", AUTH),
        CLAIMS(ISS, AUD, SUB, TID, SID, JTI, IAT, NBF, EXP, "\"amr\":\"otp\",", AUTH),
        CLAIMS(ISS, AUD, SUB, TID, SID, JTI, IAT, NBF, EXP, "\"amr\":[\"otp\"],", AUTH),
        CLAIMS(ISS, AUD, SUB, TID, SID, JTI, IAT, NBF, EXP, "\"amr\":[\"pwd\",\"sms\"],", AUTH),
        CLAIMS(ISS, AUD, SUB, TID, SID, JTI, IAT, NBF, EXP, "\"amr\":[\"pwd\",\"otp\",\"otp\"],",
               AUTH),
        CLAIMS(ISS, AUD, SUB, TID, SID, JTI, IAT, NBF, EXP, AMR, "\"now\""),
        CLAIMS(ISS, AUD, SUB, TID, SID, JTI, IAT, NBF, EXP, AMR, "1800000031"),
        CLAIMS(ISS, AUD, SUB, TID, SID, JTI, IAT, NBF, EXP, AMR, AUTH ",\"role\":\"owner\""),
        "{}",
        "[]",
        "null",
        "",
        "{\"exp\":1800000600}",
    };
    static char text[TEXT];

    for (size_t i = 0; i < COUNT(bodies); i++) {
        forge(good_header(), bodies[i], MAC_SHA256, text);
        refuse(text);
    }
}

static void every_changed_character_is_seen(void **state)
{
    (void)state;
    struct token_keys k = keys_of(KEY);
    struct token_claims c = someone(), got;
    char text[TOKEN_TEXT];
    struct err e = {0};

    assert_done(token_sign(&k, &c, NOW, text, &e), &e);
    size_t n = strlen(text);
    /* The last character carries four unused bits: its neighbours in value decode to the same. */
    for (size_t i = 0; i + 1 < n; i++) {
        char was = text[i];
        text[i] = was == 'A' ? 'B' : 'A';
        refuse(text);
        text[i] = was;
    }
    for (size_t cut = 0; cut < n; cut++) {
        err_clear(&e);
        assert_false(token_verify(&k, (struct str){text, cut}, NOW, &got, &e));
    }
}

static void other_texts_are_no_tokens(void **state)
{
    (void)state;
    static char text[TEXT];
    static const char *const cases[] = {"",
                                        ".",
                                        "..",
                                        "...",
                                        "a.b.c",
                                        "a.b",
                                        "a.b.c.d",
                                        "eyJhbGciOiJub25lIn0.e30.",
                                        "%00.%00.%00",
                                        "a b.c d.e f"};
    for (size_t i = 0; i < COUNT(cases); i++)
        refuse(cases[i]);
    forge(good_header(), GOOD, MAC_NONE, text);
    refuse(text);
    memset(text, 'a', 16 << 10);
    text[16 << 10] = '\0';
    text[100] = text[200] = '.';
    refuse(text);
}

UNIT_TESTS(UNIT(what_we_sign_we_read), UNIT(the_forger_of_this_test_can_forge),
           UNIT(it_holds_for_ten_minutes_give_or_take_half_a_minute), UNIT(another_key_is_no_key),
           UNIT(keys_have_32_bytes), UNIT(headers_are_ours_to_the_letter),
           UNIT(every_claim_is_asked_for), UNIT(every_changed_character_is_seen),
           UNIT(other_texts_are_no_tokens))
