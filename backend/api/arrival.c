/* Looks at the FastCGI records that wait in a connection, up to the end of the parameters, and
 * passes only what is well-formed: libfcgi reserves memory for whatever length a record claims. */
#include "api/arrival.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

enum { LOOK = 64 << 10, HEADER = 8, VERSION = 1, BEGIN_REQUEST = 1, PARAMS = 4, RESPONDER = 1 };

/* A length of one byte, or of four with the highest bit set. False: not there. */
static bool length_at(const unsigned char *p, size_t n, size_t *at, size_t *length)
{
    if (*at >= n)
        return false;
    if (p[*at] < 0x80) {
        *length = p[(*at)++];
        return true;
    }
    if (n - *at < 4)
        return false;
    *length = ((size_t)p[*at] & 0x7f) << 24 | (size_t)p[*at + 1] << 16 | (size_t)p[*at + 2] << 8 |
              p[*at + 3];
    *at += 4;
    return true;
}

/* Names and values that fill the parameters exactly. */
static bool pairs(const unsigned char *p, size_t n)
{
    size_t at = 0, name, value;

    while (at < n) {
        if (!length_at(p, n, &at, &name) || !length_at(p, n, &at, &value) || name > n - at ||
            value > n - at - name)
            return false;
        at += name + value;
    }
    return true;
}

/* Without padding: libfcgi does not skip it there. */
static bool begins(const unsigned char *h, size_t length)
{
    return h[1] == BEGIN_REQUEST && length == 8 && h[6] == 0 && (h[2] | h[3]) != 0;
}

/* Walks the records; parameters are moved together at the front as they are passed. */
static enum arrival judge(unsigned char *p, size_t n)
{
    unsigned char id[2] = {0, 0};
    size_t at = 0, params = 0;
    bool begun = false;

    while (n - at >= HEADER) {
        unsigned char h[HEADER];
        memcpy(h, p + at, HEADER);
        size_t length = (size_t)h[4] << 8 | h[5], whole = HEADER + length + h[6];
        if (h[0] != VERSION ||
            (begun ? h[1] != PARAMS || memcmp(h + 2, id, 2) != 0 : !begins(h, length)))
            return ARRIVAL_GONE;
        if (begun && length == 0)
            return pairs(p, params) ? ARRIVAL_HERE : ARRIVAL_GONE;
        if (n - at < whole)
            break;
        if (!begun && (p[at + HEADER] != 0 || p[at + HEADER + 1] != RESPONDER))
            return ARRIVAL_GONE;
        if (begun) {
            memmove(p + params, p + at + HEADER, length);
            params += length;
        }
        memcpy(id, h + 2, 2);
        begun = true;
        at += whole;
    }
    return n == LOOK ? ARRIVAL_GONE : ARRIVAL_PART;
}

enum arrival arrival_of(int fd)
{
    unsigned char bytes[LOOK];
    ssize_t n = recv(fd, bytes, sizeof bytes, MSG_PEEK | MSG_DONTWAIT);

    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
        return ARRIVAL_GONE;
    return n > 0 ? judge(bytes, (size_t)n) : ARRIVAL_PART;
}
