/* Echo requests to judged addresses: over raw sockets of this process, or by tocsin-pinger, which
 * holds the right to them so that nobody else needs it. */
#pragma once
#include "io/icmp.h"
#include "io/net.h"

struct ping;
/* `pinger` is the socket of tocsin-pinger, connected when first needed; NULL opens raw sockets
 * here: ERR_FORBIDDEN without the right to. */
struct ping *ping_new(struct loop *loop, const char *pinger, struct err *e) MUST_CHECK;
void ping_free(struct ping *p); /* what is in flight gets no call; closes in later turns */

/* As icmp_send, after judging `to`: *why says what the judge found when 0 comes back; NET_ALLOWED
 * with 0 means that too many are in flight. Error ENOTCONN: tocsin-pinger is away. */
uint64_t ping_send(struct ping *p, const struct net_policy *policy, const struct net_own *own,
                   const struct addr *to, int timeout_ms, icmp_done *done, void *data,
                   enum net_verdict *why) MUST_CHECK;
void ping_cancel(struct ping *p, uint64_t handle);
