/* What may be typed as a host's address. */
#include "api/address.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>

enum { NAME_MAX_BYTES = 253, LABEL_MAX = 63 };

static bool literal(struct str s)
{
    char z[INET6_ADDRSTRLEN];
    unsigned char binary[16];

    if (s.n >= sizeof z)
        return false;
    memcpy(z, s.p, s.n);
    z[s.n] = '\0';
    return inet_pton(AF_INET, z, binary) == 1 || inet_pton(AF_INET6, z, binary) == 1;
}

static bool label(struct str l)
{
    if (l.n == 0 || l.n > LABEL_MAX || l.p[0] == '-' || l.p[l.n - 1] == '-')
        return false;
    for (size_t i = 0; i < l.n; i++)
        if (!isalnum((unsigned char)l.p[i]) && l.p[i] != '-' && l.p[i] != '_')
            return false;
    return true;
}

bool address_ok(struct str s)
{
    struct str rest = s, l = {0};

    if (literal(s))
        return true;
    if (s.n == 0 || s.n > NAME_MAX_BYTES)
        return false;
    while (str_cut(&rest, '.', &l))
        if (!label(l))
            return false;
    /* "127.1", "0x7f.1", "2130706433": numbers that inet_aton would take. */
    return !isdigit((unsigned char)l.p[0]);
}
