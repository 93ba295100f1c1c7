/* Looks at the FastCGI records that wait in a connection, up to the end of the parameters. */
#include "api/arrival.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

enum { LOOK = 16 << 10, HEADER = 8, VERSION = 1, BEGIN_REQUEST = 1, PARAMS = 4 };

/* Whether the records end the parameters, or are none of what comes before that. */
static bool complete(const unsigned char *p, size_t n)
{
    size_t at = 0;

    while (at + HEADER <= n) {
        const unsigned char *h = p + at;
        size_t length = (size_t)h[4] << 8 | h[5];
        bool expected = h[0] == VERSION && (h[1] == BEGIN_REQUEST || h[1] == PARAMS);
        if (!expected || (h[1] == PARAMS && length == 0))
            return true;
        at += HEADER + length + h[6];
    }
    return n == LOOK; /* longer than we look: it has come a long way already */
}

enum arrival arrival_of(int fd)
{
    unsigned char bytes[LOOK];
    ssize_t n = recv(fd, bytes, sizeof bytes, MSG_PEEK | MSG_DONTWAIT);

    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
        return ARRIVAL_GONE;
    return n > 0 && complete(bytes, (size_t)n) ? ARRIVAL_HERE : ARRIVAL_PART;
}
