/* Password hashes, seals, digests, secrets. */
#include "io/crypto.h"

#include <string.h>

#include "unit.h"

static void passwords_verify_for_themselves_only(void **state)
{
    (void)state;
    char hash[CRYPTO_PASSWORD_TEXT], other[CRYPTO_PASSWORD_TEXT];
    struct err e = {0};

    assert_done(crypto_start(&e), &e);
    assert_done(crypto_password_hash(STR("correct horse"), hash, &e), &e);
    assert_done(crypto_password_hash(STR("correct horse"), other, &e), &e);
    assert_string_not_equal(hash, other);
    assert_non_null(strstr(hash, "$argon2id$v=19$m=19456,t=2,p=1$"));
    assert_true(crypto_password_verify(hash, STR("correct horse")));
    assert_false(crypto_password_verify(hash, STR("correct horsf")));
    assert_false(crypto_password_verify(hash, STR("")));
    assert_false(crypto_password_stale(hash));
}

static void long_passwords_are_not_cut(void **state)
{
    (void)state;
    char a[120], b[120], hash[CRYPTO_PASSWORD_TEXT];
    struct err e = {0};

    memset(a, 'x', sizeof a);
    memcpy(b, a, sizeof b);
    b[sizeof b - 1] = 'y';
    assert_done(crypto_start(&e), &e);
    assert_done(crypto_password_hash((struct str){a, sizeof a}, hash, &e), &e);
    assert_true(crypto_password_verify(hash, (struct str){a, sizeof a}));
    assert_false(crypto_password_verify(hash, (struct str){b, sizeof b}));
    assert_false(crypto_password_verify(hash, (struct str){a, 72}));
}

static void nobody_verifies(void **state)
{
    (void)state;
    struct err e = {0};

    assert_done(crypto_start(&e), &e);
    assert_false(crypto_password_verify(NULL, STR("anything")));
    assert_false(crypto_password_verify("", STR("anything")));
    assert_false(crypto_password_verify("$argon2id$v=19$m=8,t=1,p=1$x", STR("anything")));
    assert_false(crypto_password_verify("plain", STR("plain")));
}

static void weaker_hashes_are_stale(void **state)
{
    (void)state;
    struct err e = {0};

    assert_done(crypto_start(&e), &e);
    assert_true(crypto_password_stale("$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$"
                                      "m1ZGNhfYSQ4ARDHdU5JGWfXEgBMxHKyQ0fMIRY6EFoI"));
    assert_true(crypto_password_stale("no hash at all"));
}

static void codes_depend_on_their_salt(void **state)
{
    (void)state;
    uint8_t one[CRYPTO_SALT] = {1}, two[CRYPTO_SALT] = {2};
    uint8_t a[CRYPTO_SHA256], b[CRYPTO_SHA256], c[CRYPTO_SHA256];
    struct err e = {0};

    assert_done(crypto_code_hash(STR("ABCDEFGH"), one, a, &e), &e);
    assert_done(crypto_code_hash(STR("ABCDEFGH"), one, b, &e), &e);
    assert_done(crypto_code_hash(STR("ABCDEFGH"), two, c, &e), &e);
    assert_true(crypto_equal(a, b, sizeof a));
    assert_false(crypto_equal(a, c, sizeof a));
}

static void seals_open_only_where_they_belong(void **state)
{
    (void)state;
    uint8_t key[CRYPTO_KEY] = {7}, wrong[CRYPTO_KEY] = {8};
    uint8_t sealed[20 + CRYPTO_SEAL_EXTRA], again[20 + CRYPTO_SEAL_EXTRA], out[20];
    const char plain[20] = "a seed of 20 bytes";

    crypto_seal(key, STR("seed 1 2"), plain, sizeof plain, sealed);
    crypto_seal(key, STR("seed 1 2"), plain, sizeof plain, again);
    assert_memory_not_equal(sealed, again, sizeof sealed);
    assert_true(crypto_open(key, STR("seed 1 2"), sealed, sizeof sealed, out));
    assert_memory_equal(out, plain, sizeof plain);
    assert_false(crypto_open(key, STR("seed 1 3"), sealed, sizeof sealed, out));
    assert_false(crypto_open(wrong, STR("seed 1 2"), sealed, sizeof sealed, out));
    assert_false(crypto_open(key, STR("seed 1 2"), sealed, sizeof sealed - 1, out));
    assert_false(crypto_open(key, STR("seed 1 2"), sealed, CRYPTO_SEAL_EXTRA - 1, out));
    for (size_t i = 0; i < sizeof sealed; i++) {
        sealed[i] ^= 1;
        assert_false(crypto_open(key, STR("seed 1 2"), sealed, sizeof sealed, out));
        sealed[i] ^= 1;
    }
}

/* FIPS 180-2's short vector. */
static void digests_are_sha256(void **state)
{
    (void)state;
    uint8_t out[CRYPTO_SHA256];
    char hex[2 * CRYPTO_SHA256 + 1];

    crypto_sha256("abc", 3, out);
    str_hex(out, sizeof out, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void secrets_are_new_each_time(void **state)
{
    (void)state;
    char a[CRYPTO_SECRET_TEXT], b[CRYPTO_SECRET_TEXT];
    uint8_t da[CRYPTO_SHA256], db[CRYPTO_SHA256], check[CRYPTO_SHA256];

    crypto_secret_new(a, da);
    crypto_secret_new(b, db);
    assert_int_equal(strlen(a), CRYPTO_SECRET_TEXT - 1);
    assert_string_not_equal(a, b);
    crypto_sha256(a, strlen(a), check);
    assert_true(crypto_equal(check, da, sizeof da));
    assert_false(crypto_equal(check, db, sizeof da));
    crypto_wipe(a, sizeof a);
    for (size_t i = 0; i < sizeof a; i++)
        assert_int_equal(a[i], 0);
}

UNIT_TESTS(UNIT(passwords_verify_for_themselves_only), UNIT(long_passwords_are_not_cut),
           UNIT(nobody_verifies), UNIT(weaker_hashes_are_stale), UNIT(codes_depend_on_their_salt),
           UNIT(seals_open_only_where_they_belong), UNIT(digests_are_sha256),
           UNIT(secrets_are_new_each_time))
