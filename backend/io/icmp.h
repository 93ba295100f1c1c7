/* Echo requests over raw sockets, IPv4 and IPv6, sent and received in batches. Needs CAP_NET_RAW
 * when it is made. An answer counts only with its id, sequence number, sender and eight random
 * bytes in place. Does not judge addresses: io/ping does. */
#pragma once
#include <uv.h>

#include "io/addr.h"
#include "io/loop.h"

struct icmp_engine;
/* ERR_FORBIDDEN without the right to raw sockets, ERR_UNAVAILABLE otherwise. A machine without
 * IPv6 gets an engine that answers EAFNOSUPPORT for it. */
struct icmp_engine *icmp_new(struct loop *loop, struct err *e) MUST_CHECK;
void icmp_free(struct icmp_engine *m); /* what is in flight gets no call; closes in later turns */

/* `error` is 0 for an answer, else an errno value: the request could not be sent, or ETIMEDOUT. */
typedef void icmp_done(int error, double rtt_ms, void *data);
/* Sent with others in the next turn of the loop; forgotten after timeout_ms (at most 30 s, with a
 * quarter of a second's grain). Gives a handle, 0 when 65536 are in flight already. */
uint64_t icmp_send(struct icmp_engine *m, const struct addr *to, int timeout_ms, icmp_done *done,
                   void *data) MUST_CHECK;
/* No call any more. A handle that is over is fine. */
void icmp_cancel(struct icmp_engine *m, uint64_t handle);
