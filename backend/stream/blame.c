/* Counting wrong keys by address. */
#include "stream/blame.h"

/* FNV-1a; who can choose his address can also take another one. */
static uint32_t place_of(const char *address)
{
    uint32_t hash = 2166136261U;

    for (; *address; address++)
        hash = (hash ^ (unsigned char)*address) * 16777619U;
    return hash % BLAME_PLACES;
}

bool blame_full(const struct blame *b, const char *address, int64_t now_mono_ms, int *retry_after_s)
{
    uint32_t i = place_of(address);
    int64_t left = b->places[i].since_mono_ms + BLAME_WINDOW_MS - now_mono_ms;

    if (b->places[i].n < BLAME_MOST || left <= 0)
        return false;
    *retry_after_s = (int)(left / 1000) + 1;
    return true;
}

void blame_add(struct blame *b, const char *address, int64_t now_mono_ms)
{
    uint32_t i = place_of(address);

    if (b->places[i].n == 0 || now_mono_ms - b->places[i].since_mono_ms >= BLAME_WINDOW_MS) {
        b->places[i].since_mono_ms = now_mono_ms;
        b->places[i].n = 0;
    }
    b->places[i].n++;
}
