/* Text: views and strict parsing. */
#include "base/str.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct str str_of(const char *z)
{
    return (struct str){z ? z : "", z ? strlen(z) : 0};
}

bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_is(struct str a, const char *z)
{
    return str_eq(a, str_of(z));
}

bool str_starts(struct str s, const char *prefix)
{
    size_t n = strlen(prefix);
    return s.n >= n && memcmp(s.p, prefix, n) == 0;
}

struct str str_trim(struct str s)
{
    while (s.n && (s.p[0] == ' ' || s.p[0] == '\t'))
        s.p++, s.n--;
    while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
        s.n--;
    return s;
}

bool str_cut(struct str *rest, char sep, struct str *piece)
{
    if (!rest->p)
        return false;
    const char *at = rest->n ? memchr(rest->p, sep, rest->n) : NULL;
    if (!at) {
        *piece = *rest;
        *rest = (struct str){0};
        return true;
    }
    *piece = (struct str){rest->p, (size_t)(at - rest->p)};
    *rest = (struct str){at + 1, rest->n - piece->n - 1};
    return true;
}

bool str_int(struct str s, int64_t min, int64_t max, int64_t *out)
{
    char z[24];

    if (s.n == 0 || s.n >= sizeof z || !(isdigit((unsigned char)s.p[0]) || s.p[0] == '-'))
        return false;
    memcpy(z, s.p, s.n);
    z[s.n] = '\0';
    char *end = NULL;
    errno = 0;
    long long v = strtoll(z, &end, 10);
    if (errno || end != z + s.n || v < min || v > max)
        return false;
    *out = v;
    return true;
}

bool str_double(struct str s, double *out)
{
    char z[64];

    if (s.n == 0 || s.n >= sizeof z)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!isdigit((unsigned char)s.p[i]) && !memchr("+-.eE", s.p[i], 5))
            return false;
    memcpy(z, s.p, s.n);
    z[s.n] = '\0';
    char *end = NULL;
    double v = strtod(z, &end);
    if (end != z + s.n || !isfinite(v))
        return false;
    *out = v;
    return true;
}

void str_hex(const uint8_t *bytes, size_t n, char *hex)
{
    static const char digit[] = "0123456789abcdef";

    for (size_t i = 0; i < n; i++) {
        hex[2 * i] = digit[bytes[i] >> 4];
        hex[2 * i + 1] = digit[bytes[i] & 15];
    }
    hex[2 * n] = '\0';
}

static int nibble(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool str_unhex(struct str hex, uint8_t *bytes, size_t n)
{
    if (hex.n != 2 * n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (nibble(hex.p[2 * i]) < 0 || nibble(hex.p[2 * i + 1]) < 0)
            return false;
    for (size_t i = 0; i < n; i++)
        bytes[i] = (uint8_t)(nibble(hex.p[2 * i]) << 4 | nibble(hex.p[2 * i + 1]));
    return true;
}

/* Length that a leading byte announces, 0 when none can start with it. */
static size_t utf8_length(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead < 0xc2)
        return 0;
    if (lead < 0xe0)
        return 2;
    if (lead < 0xf0)
        return 3;
    return lead < 0xf5 ? 4 : 0;
}

/* Length of the well-formed sequence at p, 0 when there is none (Unicode 15, table 3-7). */
static size_t utf8_sequence(const unsigned char *p, size_t n)
{
    size_t len = utf8_length(p[0]);

    if (len == 0 || len > n)
        return 0;
    for (size_t i = 1; i < len; i++)
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
        (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
        return 0;
    return len;
}

bool str_utf8(struct str s)
{
    const unsigned char *p = (const unsigned char *)s.p;

    for (size_t i = 0; i < s.n;) {
        size_t len = utf8_sequence(p + i, s.n - i);
        if (len == 0)
            return false;
        i += len;
    }
    return true;
}

void str_mend(char *z)
{
    unsigned char *p = (unsigned char *)z;
    size_t n = strlen(z);

    for (size_t i = 0; i < n;) {
        size_t len = utf8_sequence(p + i, n - i);
        if (len == 0)
            p[i] = '?';
        i += len ? len : 1;
    }
}
