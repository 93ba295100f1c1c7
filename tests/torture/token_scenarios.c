/* Tokens and codes without memory: never an allowance that was not earned. */
#include <stdio.h>
#include <string.h>

#include "io/crypto.h"
#include "io/otp.h"
#include "io/token.h"
#include "scenario.h"

enum { NOW_S = 1800000000 };

static struct token_keys keys;
static char good[TOKEN_TEXT], forged[TOKEN_TEXT], unsigned_one[TOKEN_TEXT];

/* Head of a token without a signature: {"alg":"none","typ":"JWT"} in base64url. */
static const char none_head[] = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";

static bool prepare(void)
{
    struct token_claims c = {.tenant = 1, .account = 2, .session = 3, .auth_time_s = NOW_S};
    struct token_keys others = {.n = 0};
    struct err e = {0};

    if (good[0])
        return true;
    if (!crypto_start(&e) ||
        !token_key_add(
            &keys, STR("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"), &e) ||
        !token_key_add(
            &others, STR("ff112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"), &e) ||
        !token_sign(&keys, &c, NOW_S, good, &e) || !token_sign(&others, &c, NOW_S, forged, &e))
        return false;
    const char *claims = strchr(good, '.'), *end = strrchr(good, '.');
    snprintf(unsigned_one, sizeof unsigned_one, "%s%.*s.", none_head, (int)(end - claims), claims);
    /* The forged one names our key, so that only its signature is wrong. */
    memcpy(forged, good, (size_t)(end - good));
    return true;
}

static enum outcome sign(void)
{
    struct token_claims c = {.tenant = 1, .account = 2, .session = 3, .auth_time_s = NOW_S},
                        back = {0};
    struct err e = {0}, e2 = {0};
    char text[TOKEN_TEXT];

    if (!prepare())
        return WRONG;
    if (!token_sign(&keys, &c, NOW_S, text, &e))
        return REFUSED;
    if (!token_verify(&keys, str_of(text), NOW_S, &back, &e2))
        return REFUSED;
    return back.tenant == 1 && back.account == 2 && back.session == 3 ? WORKED : WRONG;
}

static enum outcome never(const char *text)
{
    struct token_claims c = {.tenant = 77};
    struct err e = {0};

    if (!prepare())
        return WRONG;
    return token_verify(&keys, str_of(text), NOW_S, &c, &e) || c.tenant != 77 ? WRONG : WORKED;
}

static enum outcome forged_token(void)
{
    return never(forged);
}

static enum outcome unsigned_token(void)
{
    return never(unsigned_one);
}

static enum outcome phone(void)
{
    static const uint8_t seed[OTP_SEED] = "12345678901234567890";
    struct arena a;
    struct err e = {0};

    arena_init(&a, ARENA_CAP);
    const char *uri = otp_uri(seed, "someone@example.test", &a, &e);
    const char *svg = uri ? otp_qr_svg(uri, &a, &e) : NULL;
    enum outcome r = WORKED;
    if (!svg)
        r = e.code == ERR_UNAVAILABLE ? REFUSED : WRONG;
    else if (strncmp(uri, "otpauth://totp/", 15) != 0 || !strstr(svg, "</svg>"))
        r = WRONG;
    arena_clear(&a);
    return r;
}

static enum outcome wrong_code(void)
{
    static const uint8_t seed[OTP_SEED] = "12345678901234567890";
    int64_t counter;

    return otp_match(seed, STR("000000"), 59, &counter) ? WRONG : WORKED;
}

const struct scenario torture_token[] = {
    {.name = "a token of ours", .run = sign, .leaks = true},
    {.name = "a forged token", .run = forged_token, .leaks = true},
    {.name = "a token without a signature", .run = unsigned_token},
    {.name = "a phone's seed and picture", .run = phone},
    {.name = "a wrong one-time code", .run = wrong_code},
    {0},
};
