/* Addresses from which keys come that do not hold: after so many in a minute nobody's key from
 * there is looked up any more, until the minute is over. Bounded memory: addresses may share a
 * place. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum { BLAME_PLACES = 1024, BLAME_MOST = 300, BLAME_WINDOW_MS = 60000 };

struct blame {
    struct {
        int64_t since_mono_ms;
        uint32_t n;
    } places[BLAME_PLACES];
};

/* Whether this address has used up its tries; *retry_after_s says until when. */
bool blame_full(const struct blame *b, const char *address, int64_t now_mono_ms,
                int *retry_after_s);
void blame_add(struct blame *b, const char *address, int64_t now_mono_ms);
