/* Keyed digests: BLAKE2b for what must not be forged, SipHash for what must only differ. */
#include "io/mac.h"

#include <sodium.h>
#include <string.h>

void mac_derive(struct str master, const char *purpose, uint8_t key[MAC_KEY])
{
    crypto_generichash_state st;

    crypto_generichash_init(&st, NULL, 0, MAC_KEY);
    crypto_generichash_update(&st, (const unsigned char *)purpose, strlen(purpose) + 1);
    crypto_generichash_update(&st, (const unsigned char *)master.p, master.n);
    crypto_generichash_final(&st, key, MAC_KEY);
    sodium_memzero(&st, sizeof st);
}

void mac_make(const uint8_t key[MAC_KEY], struct str message, uint8_t mac[MAC_BYTES])
{
    crypto_generichash(mac, MAC_BYTES, (const unsigned char *)message.p, message.n, key, MAC_KEY);
}

bool mac_holds(const uint8_t key[MAC_KEY], struct str message, const uint8_t mac[MAC_BYTES])
{
    uint8_t ours[MAC_BYTES];

    mac_make(key, message, ours);
    return sodium_memcmp(ours, mac, MAC_BYTES) == 0;
}

void mac_fingerprint(struct str content, char out[MAC_FINGERPRINT_TEXT])
{
    static const unsigned char fixed[crypto_shorthash_KEYBYTES] = "content-address";
    unsigned char h[crypto_shorthash_BYTES];

    crypto_shorthash(h, (const unsigned char *)content.p, content.n, fixed);
    str_hex(h, sizeof h, out);
}

size_t mac_base64(const uint8_t *p, size_t n, char *out, size_t cap)
{
    return sodium_bin2base64(out, cap, p, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING) ? strlen(out)
                                                                                       : 0;
}

/* libsodium reads some bytes above 127 as if they were letters. */
static bool base64_only(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] >= 0x80)
            return false;
    return true;
}

bool mac_unbase64(struct str text, uint8_t *out, size_t cap, size_t *n)
{
    const char *end = NULL;
    size_t got = 0;

    if (!base64_only(text) ||
        sodium_base642bin(out, cap, text.p, text.n, NULL, &got, &end,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        end != text.p + text.n)
        return false;
    *n = got;
    return true;
}
