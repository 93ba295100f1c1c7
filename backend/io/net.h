/* The egress judge: may this address be connected to, under this policy? Every outgoing
 * connection asks it about the very sockaddr it is about to use. No I/O apart from
 * net_own_refresh; the invariant is that whatever cannot be decided is denied. */
#pragma once
#include "base/buf.h"
#include "io/addr.h"

enum net_use { NET_CONNECT, NET_ICMP };

/* One entry of a tenant's list: "10.0.0.0/8:443", "fd00::/8:*", "192.168.1.0/24:icmp". */
struct net_rule {
    struct addr net;
    uint8_t bits;
    enum { NET_ANY_PORT, NET_ONE_PORT, NET_PING } what;
    uint16_t port; /* for NET_ONE_PORT */
};

enum net_verdict {
    NET_ALLOWED = 0,
    NET_DENIED_METADATA,  /* a cloud's metadata service: no list can allow it */
    NET_DENIED_OWN,       /* an address of this machine */
    NET_DENIED_RANGE,     /* private, loopback, multicast, reserved ... */
    NET_DENIED_UNDECIDED, /* not an address we understand, or no policy at all */
};

/* Addresses of this machine's interfaces. Owned by the process. */
struct net_own;
struct net_own *net_own_new(void); /* NULL without memory */
void net_own_free(struct net_own *own);
/* Reads the interfaces again when the last reading is older than max_age_ms. ERR_UNAVAILABLE:
 * the old list stays; while none was ever read, everything is denied. */
bool net_own_refresh(struct net_own *own, int64_t now_mono_ms, int64_t max_age_ms,
                     struct err *e) MUST_CHECK;
/* Exactly these (tests of the pure core). */
bool net_own_set(struct net_own *own, const struct addr *list, size_t n) MUST_CHECK;

/* Who may reach what. Counted: checks in flight keep theirs while a newer one is installed. */
struct net_policy;
/* Global addresses plus what the rules name (copied). NULL without memory. */
struct net_policy *net_policy_new(const struct net_rule *rules, size_t n);
/* A person at a terminal: any address. */
struct net_policy *net_policy_person(void);
struct net_policy *net_policy_hold(struct net_policy *p);
void net_policy_drop(struct net_policy *p); /* NULL is fine */

/* The judge. For NET_ICMP the port in `sa` is ignored. A NULL anywhere denies. */
enum net_verdict net_judge(const struct net_policy *policy, const struct net_own *own,
                           const struct sockaddr *sa, socklen_t len, enum net_use use);
const char *net_verdict_text(enum net_verdict v); /* a clause for people, static */

/* Entries as text. ERR_INVALID says what is wrong. */
bool net_rule_parse(struct str text, struct net_rule *out, struct err *e) MUST_CHECK;
void net_rule_format(const struct net_rule *rule, struct buf *out);
