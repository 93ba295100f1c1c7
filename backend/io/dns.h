/* Names to addresses: c-ares on libuv. The resolver is the platform's own, not the tenant's.
 * Judging the answers is the caller's duty (io/dial does it). */
#pragma once
#include <uv.h>

#include "io/addr.h"

enum { DNS_ADDRESSES = 16 };

enum dns_outcome {
    DNS_OK,
    DNS_NO_NAME,   /* the name has no address: the asker's or the target's fault */
    DNS_NO_ANSWER, /* no resolver answers, or none can: our side */
    DNS_NO_MEMORY,
};

struct dns_answer {
    enum dns_outcome outcome;
    size_t n; /* at most DNS_ADDRESSES, in the order to be tried */
    struct addr addrs[DNS_ADDRESSES];
};

/* ERR_INVALID for `servers` ("addr[:port],..."; NULL = resolv.conf, read again within seconds of a
 * change), ERR_UNAVAILABLE. */
struct dns;
struct dns *dns_new(uv_loop_t *loop, const char *servers, struct err *e) MUST_CHECK;
/* Lookups are cancelled before. Handles close in later turns of the loop. */
void dns_free(struct dns *d);

/* *in_flight names the lookup until it ends and is NULL again when `done` is called, which may be
 * before this returns (hosts file). False without memory: no call then. */
struct dns_lookup;
bool dns_resolve(struct dns *d, const char *name, struct dns_lookup **in_flight,
                 void (*done)(const struct dns_answer *a, void *data), void *data) MUST_CHECK;
void dns_cancel(struct dns_lookup **in_flight); /* no call any more; NULL inside is fine */
