/* Questions over UDP, many at once: judged, sent and received in batches, repeated when lost.
 * A question is told apart by the socket's random port, its random id and the address asked. */
#pragma once
#include "io/dnsmsg.h"
#include "io/failure.h"
#include "io/loop.h"
#include "io/net.h"

struct ask;
struct ask *ask_new(struct loop *loop, struct err *e) MUST_CHECK;
void ask_free(struct ask *k); /* questions are cancelled before; closes in later turns */

/* `answer` points to `n` bytes whose id is the question's, or why is set. */
typedef void ask_done(const struct failure *why, const uint8_t *answer, size_t n, double rtt_ms,
                      void *data);

/* A question under way; embedded in the asker's state, which lives until the loop's next turn. */
struct ask_question {
    struct ask *ask;
    struct ask_socket *socket; /* NULL: over, or never started */
    struct sockaddr_storage to;
    socklen_t to_n;
    uint8_t bytes[DNSMSG_QUESTION]; /* with its id */
    size_t n;
    bool queued;
    unsigned slot, sent;
    int64_t sent_us, first_us;
    struct ask_question *prev, *next; /* by the time of the last sending */
    ask_done *done;
    void *data;
};

/* Puts a random id into `bytes` (n of them) and sends them; repeats every second until answered or
 * cancelled: time is the asker's. False: *why says so, and `done` is not called. */
bool ask_send(struct ask *k, struct ask_question *q, const struct net_policy *policy,
              const struct net_own *own, const struct addr *to, uint16_t port, const uint8_t *bytes,
              size_t n, ask_done *done, void *data, struct failure *why) MUST_CHECK;
void ask_cancel(struct ask_question *q); /* harmless when over */
