/* libsodium behind names of our own. Parameters of password hashing stand here and nowhere else. */
#include "io/crypto.h"

#include <sodium.h>
#include <string.h>

enum { SEAL_VERSION = 1, NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES };

static const unsigned long long PASSES = 2;
static const size_t MEMORY = 19u << 20;

/* A well-formed hash of a random password nobody knows, made once a process. */
static char nobody[crypto_pwhash_STRBYTES];

_Static_assert(crypto_pwhash_STRBYTES <= CRYPTO_PASSWORD_TEXT, "room for a hash");
_Static_assert(CRYPTO_SEAL_EXTRA == 1 + NONCE + crypto_aead_xchacha20poly1305_ietf_ABYTES, "seal");
_Static_assert(CRYPTO_KEY == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key");

bool crypto_start(struct err *e)
{
    if (sodium_init() < 0)
        return err_set(e, ERR_INTERNAL, "libsodium does not start");
    if (nobody[0] != '\0')
        return true;
    char random[CRYPTO_SECRET], hash[CRYPTO_PASSWORD_TEXT];
    crypto_random(random, sizeof random);
    bool done = crypto_password_hash((struct str){random, sizeof random}, hash, e);
    if (done)
        memcpy(nobody, hash, sizeof nobody);
    crypto_wipe(random, sizeof random);
    return done;
}

void crypto_random(void *out, size_t n)
{
    randombytes_buf(out, n);
}

void crypto_wipe(void *p, size_t n)
{
    sodium_memzero(p, n);
}

bool crypto_equal(const void *a, const void *b, size_t n)
{
    return sodium_memcmp(a, b, n) == 0;
}

void crypto_sha256(const void *p, size_t n, uint8_t out[CRYPTO_SHA256])
{
    crypto_hash_sha256(out, p, n);
}

bool crypto_password_hash(struct str password, char out[CRYPTO_PASSWORD_TEXT], struct err *e)
{
    if (crypto_pwhash_str_alg(out, password.p, password.n, PASSES, MEMORY,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        return err_set(e, ERR_UNAVAILABLE, "no memory for a password hash");
    return true;
}

bool crypto_password_verify(const char *hash, struct str password)
{
    bool usable = hash && crypto_pwhash_str_needs_rehash(hash, PASSES, MEMORY) >= 0;
    bool match = crypto_pwhash_str_verify(usable ? hash : nobody, password.p, password.n) == 0;
    return usable && match;
}

bool crypto_password_stale(const char *hash)
{
    return crypto_pwhash_str_needs_rehash(hash, PASSES, MEMORY) != 0;
}

bool crypto_code_hash(struct str code, const uint8_t salt[CRYPTO_SALT], uint8_t out[CRYPTO_SHA256],
                      struct err *e)
{
    if (crypto_pwhash(out, CRYPTO_SHA256, code.p, code.n, salt, PASSES, MEMORY,
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        return err_set(e, ERR_UNAVAILABLE, "no memory for a code hash");
    return true;
}

void crypto_seal(const uint8_t key[CRYPTO_KEY], struct str context, const void *plain, size_t n,
                 uint8_t *out)
{
    out[0] = SEAL_VERSION;
    randombytes_buf(out + 1, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + 1 + NONCE, NULL, plain, n,
                                               (const unsigned char *)context.p, context.n, NULL,
                                               out + 1, key);
}

bool crypto_open(const uint8_t key[CRYPTO_KEY], struct str context, const void *sealed, size_t n,
                 uint8_t *out)
{
    const uint8_t *s = sealed;

    if (n < CRYPTO_SEAL_EXTRA || s[0] != SEAL_VERSION)
        return false;
    return crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, s + 1 + NONCE, n - 1 - NONCE,
                                                      (const unsigned char *)context.p, context.n,
                                                      s + 1, key) == 0;
}

void crypto_secret_new(char text[CRYPTO_SECRET_TEXT], uint8_t digest[CRYPTO_SHA256])
{
    uint8_t raw[CRYPTO_SECRET];

    randombytes_buf(raw, sizeof raw);
    sodium_bin2base64(text, CRYPTO_SECRET_TEXT, raw, sizeof raw,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    crypto_sha256(text, strlen(text), digest);
    crypto_wipe(raw, sizeof raw);
}
