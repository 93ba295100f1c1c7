/* An API key as people hold it: tsk_TENANT_ID_SECRET. The numbers say where to look; the secret,
 * of which only a digest is stored, is what counts. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "io/crypto.h"

enum { KEY_TEXT = 100, KEY_TEXT_PREFIX = 13 };

void key_text_make(int32_t tenant, int64_t id, const char secret[CRYPTO_SECRET_TEXT],
                   char out[KEY_TEXT]);
/* The parts of a key as somebody sent it; *secret is borrowed from it. False: not of that form. */
bool key_text_read(struct str text, int32_t *tenant, int64_t *id, struct str *secret) MUST_CHECK;
/* What lists show of a key: its secret's first characters. */
void key_text_prefix(const char secret[CRYPTO_SECRET_TEXT], char out[KEY_TEXT_PREFIX]);
