/* One outgoing connection: name to addresses, every address judged, connected, and TLS where
 * asked. This is the only place that connects a TCP socket to a target: any denied address among
 * a name's answers blocks the whole name, the rest are pinned and tried in order. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "io/locate.h"
#include "io/loop.h"
#include "io/tls.h"

/* What all connections of a process share. Borrowed. */
struct dial_shared {
    struct loop *loop;
    struct dns *dns;
    struct net_own *own;
    struct tls *tls;
};

struct dial_to {
    const char *host; /* name or literal address; copied */
    uint16_t port;
    enum locate_family family;
    bool tls;
    bool verify;             /* with tls: a certificate that is not to be believed fails */
    const char *server_name; /* with tls: SNI and the name to expect; NULL = host; copied */
    int budget_ms;           /* time there is for the whole of it */
};

enum dial_phase { DIAL_RESOLVING, DIAL_CONNECTING, DIAL_SECURING, DIAL_OPEN };

struct dial_times { /* monotonic microseconds, 0 = not reached */
    int64_t start, resolved, connected, secured;
};

/* None of these is called from inside dial_start. After `failed` the dial is dead and freed. */
struct dial_calls {
    void (*open)(void *data);
    void (*ready)(void *data); /* something may be read or written */
    void (*failed)(const struct failure *why, void *data);
};

struct dial;
/* NULL with ERR_INVALID for a host that cannot be one, ERR_UNAVAILABLE without memory. */
struct dial *dial_start(const struct dial_shared *shared, struct net_policy *policy,
                        const struct dial_to *to, const struct dial_calls *calls, void *data,
                        struct err *e) MUST_CHECK;
/* Closes; no more calls. Allowed in any phase and inside calls other than `failed`. */
void dial_close(struct dial *d);

enum dial_phase dial_phase(const struct dial *d);
const struct dial_times *dial_times(const struct dial *d);
const struct addr *dial_peer(const struct dial *d); /* being tried or connected; NULL before */
SSL *dial_ssl(struct dial *d);                      /* NULL without TLS */
/* What a deadline that strikes now means. */
void dial_timed_out(const struct dial *d, struct failure *out);

/* After `open`. *n bytes moved; DIAL_AGAIN: wait for `ready`. DIAL_END: the peer has closed. */
enum dial_io { DIAL_MOVED, DIAL_AGAIN, DIAL_END, DIAL_BROKEN };
enum dial_io dial_read(struct dial *d, void *p, size_t cap, size_t *n);
enum dial_io dial_write(struct dial *d, const void *p, size_t len, size_t *n);
