/* Echo requests over raw sockets, IPv4 and IPv6, sent and received in batches. Needs CAP_NET_RAW
 * when it is made. An answer counts only with its id, sequence number, sender and eight random
 * bytes in place; a router's word only when it quotes all that it must of the request. Does not
 * judge addresses: io/ping does. */
#pragma once
#include <uv.h>

#include "io/addr.h"
#include "io/loop.h"

struct icmp_engine;
/* ERR_FORBIDDEN without the right to raw sockets, ERR_UNAVAILABLE otherwise. A machine without
 * IPv6 gets an engine that answers EAFNOSUPPORT for it. */
struct icmp_engine *icmp_new(struct loop *loop, struct err *e) MUST_CHECK;
void icmp_free(struct icmp_engine *m); /* what is in flight gets no call; closes in later turns */

/* What was said on the way instead of an answer, by a router or by this machine when nobody on the
 * host's own network answers for it. Above all errno values. */
enum icmp_said {
    ICMP_SAID_NO_HOST = 4096, /* the host cannot be reached */
    ICMP_SAID_NO_NETWORK,     /* there is no way to its network */
    ICMP_SAID_PROHIBITED,     /* somebody forbids it */
    ICMP_SAID_LOOP,           /* the request went round until it was dropped */
};
/* `error` is 0 for an answer, an errno value when the request could not be sent, ETIMEDOUT, or one
 * of enum icmp_said. */
typedef void icmp_done(int error, double rtt_ms, void *data);
/* Sent with others in the next turn of the loop; forgotten after timeout_ms (at most 30 s, with a
 * quarter of a second's grain). Gives a handle, 0 when 65536 are in flight already. */
uint64_t icmp_send(struct icmp_engine *m, const struct addr *to, int timeout_ms, icmp_done *done,
                   void *data) MUST_CHECK;
/* No call any more. A handle that is over is fine. */
void icmp_cancel(struct icmp_engine *m, uint64_t handle);
