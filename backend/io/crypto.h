/* Secrets: random bytes, password hashes, digests, sealing, comparing, wiping. libsodium behind
 * names of our own; nothing here logs, and no error text holds a secret. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum {
    CRYPTO_KEY = 32,                 /* bytes of every symmetric key */
    CRYPTO_SHA256 = 32,              /* bytes of a digest */
    CRYPTO_SALT = 16,                /* bytes of a salt */
    CRYPTO_SEAL_EXTRA = 1 + 24 + 16, /* version, nonce and tag a seal adds */
    CRYPTO_PASSWORD_TEXT = 128,      /* room for a password hash with its terminator */
    CRYPTO_SECRET = 32,              /* random bytes of an opaque token */
    CRYPTO_SECRET_TEXT = 44          /* its base64url text with the terminator */
};

/* Once a process, before anything else here. ERR_INTERNAL when the library does not start. */
bool crypto_start(struct err *e) MUST_CHECK;

void crypto_random(void *out, size_t n);
void crypto_wipe(void *p, size_t n);
/* Takes the same time wherever the difference lies. */
bool crypto_equal(const void *a, const void *b, size_t n) MUST_CHECK;
void crypto_sha256(const void *p, size_t n, uint8_t out[CRYPTO_SHA256]);

/* argon2id, 19 MiB, two passes, one lane. ERR_UNAVAILABLE without that memory. */
bool crypto_password_hash(struct str password, char out[CRYPTO_PASSWORD_TEXT],
                          struct err *e) MUST_CHECK;
/* `hash` NULL or malformed verifies against a constant and says no after the same work, so that
 * an absent account costs what a present one does. */
bool crypto_password_verify(const char *hash, struct str password) MUST_CHECK;
/* Whether `hash` was made with other parameters than today's. */
bool crypto_password_stale(const char *hash);
/* argon2id of a short code under a salt that its owner's codes share, so that one derivation
 * compares with all of them. ERR_UNAVAILABLE without memory. */
bool crypto_code_hash(struct str code, const uint8_t salt[CRYPTO_SALT], uint8_t out[CRYPTO_SHA256],
                      struct err *e) MUST_CHECK;

/* XChaCha20-Poly1305. `context` (tenant, table, row) is authenticated, not stored: a sealed value
 * moved to another row does not open. `out` has n + CRYPTO_SEAL_EXTRA bytes. */
void crypto_seal(const uint8_t key[CRYPTO_KEY], struct str context, const void *plain, size_t n,
                 uint8_t *out);
/* `out` has n - CRYPTO_SEAL_EXTRA bytes. False: not made by this key for this context. */
bool crypto_open(const uint8_t key[CRYPTO_KEY], struct str context, const void *sealed, size_t n,
                 uint8_t *out) MUST_CHECK;

/* 32 random bytes as text for a cookie, link or key, and the digest that is stored instead. */
void crypto_secret_new(char text[CRYPTO_SECRET_TEXT], uint8_t digest[CRYPTO_SHA256]);
