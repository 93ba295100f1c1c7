/* Keyed digests of messages: to know our own text again (mac), to name a content (fingerprint). */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum { MAC_KEY = 32, MAC_BYTES = 16, MAC_FINGERPRINT_TEXT = 17 };

/* A key for one purpose out of a master secret; `purpose` is a constant. */
void mac_derive(struct str master, const char *purpose, uint8_t key[MAC_KEY]);
void mac_make(const uint8_t key[MAC_KEY], struct str message, uint8_t mac[MAC_BYTES]);
/* Compares in constant time. */
bool mac_holds(const uint8_t key[MAC_KEY], struct str message,
               const uint8_t mac[MAC_BYTES]) MUST_CHECK;

/* Not against forgers: 64 bits as hex, the same for the same bytes in every process. */
void mac_fingerprint(struct str content, char out[MAC_FINGERPRINT_TEXT]);

/* base64url without padding. `out` has room for 4 * n / 3 + 4 bytes; the length is returned. */
size_t mac_base64(const uint8_t *p, size_t n, char *out, size_t cap);
/* Bytes decoded, or false for anything but canonical base64url of at most `cap` bytes. */
bool mac_unbase64(struct str text, uint8_t *out, size_t cap, size_t *n) MUST_CHECK;
