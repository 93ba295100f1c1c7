/* Stream search. Invariant: back[i] is the length of the longest proper prefix of the text that is
 * also a suffix of its first i + 1 bytes. */
#include "base/needle.h"

void needle_init(struct needle *d, const char *p, size_t n)
{
    d->p = p;
    d->n = n <= NEEDLE_MAX ? n : NEEDLE_MAX;
    d->at = 0;
    d->found = d->n == 0;
    d->back[0] = 0;
    for (size_t i = 1, k = 0; i < d->n; i++) {
        while (k > 0 && p[i] != p[k])
            k = d->back[k - 1];
        if (p[i] == p[k])
            k++;
        d->back[i] = (uint16_t)k;
    }
}

bool needle_feed(struct needle *d, const char *p, size_t n)
{
    for (size_t i = 0; i < n && !d->found; i++) {
        while (d->at > 0 && p[i] != d->p[d->at])
            d->at = d->back[d->at - 1];
        if (p[i] == d->p[d->at])
            d->at++;
        d->found = d->at == d->n;
    }
    return d->found;
}
