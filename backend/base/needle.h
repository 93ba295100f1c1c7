/* Looking for a text in a stream that comes in pieces: Knuth, Morris and Pratt 1977, SIAM J.
 * Comput. 6(2). Nothing of the stream is kept; linear time whatever the stream holds. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { NEEDLE_MAX = 256 };

struct needle {
    const char *p; /* borrowed */
    size_t n;      /* at most NEEDLE_MAX; 0 is found at once */
    size_t at;     /* how much of it the end of the stream so far matches */
    bool found;
    uint16_t back[NEEDLE_MAX];
};

void needle_init(struct needle *d, const char *p, size_t n);
/* True once the text has been seen. */
bool needle_feed(struct needle *d, const char *p, size_t n);
