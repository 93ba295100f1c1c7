/* From what somebody calls a host to addresses that may be reached: resolved where it is a name,
 * every answer judged. One denied answer blocks the name, so that a name cannot smuggle one in. */
#pragma once
#include "io/dns.h"
#include "io/failure.h"
#include "io/net.h"

enum locate_family { LOCATE_ANY, LOCATE_IPV4, LOCATE_IPV6 };

struct locate_need {
    struct dns *dns;                 /* borrowed */
    const struct net_own *own;       /* borrowed */
    const struct net_policy *policy; /* borrowed */
    const char *host;
    uint16_t port;
    enum net_use use;
    enum locate_family family;
};

/* Embedded in whoever asks. */
struct locate {
    struct locate_need need;
    struct dns_lookup *lookup;
    void (*done)(const struct failure *why, void *data);
    void *data;
    size_t n; /* addresses, once done */
    struct addr addrs[DNS_ADDRESSES];
};

/* `done` gets NULL and l->addrs holds them, or why not; possibly before this returns. */
void locate_start(struct locate *l, const struct locate_need *need,
                  void (*done)(const struct failure *why, void *data), void *data);
void locate_cancel(struct locate *l); /* no call any more; harmless when done or never started */
