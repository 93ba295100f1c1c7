/* Time-based one-time passwords (RFC 6238: SHA-1, 30 s, six digits) and how a phone learns the
 * seed. Stateless: that a code works once is the store's business, by the counter given here. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum {
    OTP_SEED = 20,      /* bytes */
    OTP_SEED_TEXT = 33, /* base32 with the terminator */
    OTP_BACKUP_CODES = 10,
    OTP_BACKUP_TEXT = 9 /* 8 base32 characters with the terminator */
};

void otp_seed_new(uint8_t seed[OTP_SEED]);

/* Whether `code` is that of the step of now_s or of one beside it; *counter is the step matched,
 * to be stored and to be exceeded by the next code. */
bool otp_match(const uint8_t seed[OTP_SEED], struct str code, int64_t now_s,
               int64_t *counter) MUST_CHECK;

void otp_seed_text(const uint8_t seed[OTP_SEED], char out[OTP_SEED_TEXT]);
/* 40 random bits. */
void otp_backup_new(char out[OTP_BACKUP_TEXT]);
/* Upper case, blanks and dashes dropped; false unless eight base32 characters are left. */
bool otp_backup_read(struct str typed, char out[OTP_BACKUP_TEXT]) MUST_CHECK;

/* otpauth://totp/Tocsin:ACCOUNT?... ; the account is percent-encoded. NULL as arena_alloc. */
char *otp_uri(const uint8_t seed[OTP_SEED], const char *account, struct arena *a,
              struct err *e) MUST_CHECK;
/* The text as a QR code: one SVG document, black modules as one path, no script, no link. */
char *otp_qr_svg(const char *text, struct arena *a, struct err *e) MUST_CHECK;
