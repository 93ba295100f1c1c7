/* Access tokens: JWT, HS256 only, read by libjwt inside a wrapper that trusts it for nothing but
 * the signature. The library does not look at times, takes the algorithm from the token and calls
 * a forged token good when its memory runs out; so the algorithm is pinned before and after, the
 * key is always 32 bytes, every claim is read and judged here, and an empty answer is a refusal. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum {
    TOKEN_KEY = 32,    /* bytes */
    TOKEN_KEYS = 2,    /* the newest signs, both verify */
    TOKEN_TEXT = 1024, /* room for a token; longer ones are refused unread */
    TOKEN_ID = 33,     /* room for jti: 16 random bytes in hex */
    TOKEN_LIFE_S = 600,
    TOKEN_LEEWAY_S = 30
};

struct token_key {
    char id[17]; /* kid: from the key itself */
    uint8_t secret[TOKEN_KEY];
};

struct token_keys {
    struct token_key key[TOKEN_KEYS]; /* [0] signs */
    size_t n;
};

struct token_claims {
    int32_t tenant;                            /* tid */
    int64_t account, session;                  /* sub, sid */
    char id[TOKEN_ID];                         /* jti */
    int64_t issued_s, not_before_s, expires_s; /* iat, nbf, exp: seconds since 1970 */
    int64_t auth_time_s;                       /* when the person last proved who he is */
    bool mfa; /* amr holds "otp": that proof was with a second factor */
};

/* Adds a key given as 64 hex digits; the first added signs. ERR_INVALID for anything else. */
bool token_key_add(struct token_keys *k, struct str hex, struct err *e) MUST_CHECK;
void token_keys_wipe(struct token_keys *k);

/* Fills jti and the three times from now_s, signs with key[0]. ERR_INTERNAL when it cannot. */
bool token_sign(const struct token_keys *k, struct token_claims *c, int64_t now_s,
                char out[TOKEN_TEXT], struct err *e) MUST_CHECK;

/* ERR_UNAUTHENTICATED, always with the same words, for everything but a token of ours that is
 * valid at now_s. *out is untouched then. Anything may be fed to it. */
bool token_verify(const struct token_keys *k, struct str text, int64_t now_s,
                  struct token_claims *out, struct err *e) MUST_CHECK;
