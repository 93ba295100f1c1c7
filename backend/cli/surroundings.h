/* What this machine's network looks like from inside: its addresses, the networks it is in, its
 * default gateways, the resolvers it is told to use. */
#pragma once
#include <stddef.h>

#include "base/err.h"

enum { SURROUNDINGS_MAX = 16, SURROUNDINGS_TEXT = 64 };

struct surroundings_list {
    size_t n;
    char text[SURROUNDINGS_MAX][SURROUNDINGS_TEXT];
};

struct surroundings {
    char host[65];
    struct surroundings_list own;       /* addresses, loopback included */
    struct surroundings_list networks;  /* private ones it is in, as CIDR */
    struct surroundings_list gateways;  /* addresses */
    struct surroundings_list resolvers; /* addresses */
};

/* Whatever cannot be read is left out; more than SURROUNDINGS_MAX of a kind is cut. */
void surroundings_read(struct surroundings *s);
