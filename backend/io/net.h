/* The egress judge: may this address be connected to, under this policy? Every outgoing
 * connection asks it about the very sockaddr it is about to use. No I/O apart from
 * net_own_refresh; the invariant is that whatever cannot be decided is denied. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

struct net_addr {
    uint8_t b[16]; /* network order; the first 4 for IPv4 */
    bool v4;
};

enum net_use { NET_CONNECT, NET_ICMP };

/* One entry of a tenant's list: "10.0.0.0/8:443", "fd00::/8:*", "192.168.1.0/24:icmp". */
struct net_rule {
    struct net_addr net;
    uint8_t bits;
    enum { NET_ANY_PORT, NET_ONE_PORT, NET_PING } what;
    uint16_t port; /* for NET_ONE_PORT */
};

enum net_verdict {
    NET_ALLOWED = 0,
    NET_DENIED_METADATA,  /* a cloud's metadata service: no list can allow it */
    NET_DENIED_OWN,       /* an address of this machine */
    NET_DENIED_RANGE,     /* private, loopback, multicast, reserved ... */
    NET_DENIED_UNDECIDED, /* not an address we understand */
};

/* Addresses of this machine's interfaces. Opaque; owned by the process. */
struct net_own;
struct net_own *net_own_new(void); /* NULL without memory */
void net_own_free(struct net_own *own);
/* Reads the interfaces again when the last reading is older than max_age_ms. ERR_UNAVAILABLE:
 * the old list stays; a list never read at all denies everything. */
bool net_own_refresh(struct net_own *own, int64_t now_mono_ms, int64_t max_age_ms,
                     struct err *e) MUST_CHECK;
/* For tests of the pure core: exactly these. */
bool net_own_set(struct net_own *own, const struct net_addr *list, size_t n) MUST_CHECK;

/* Who may reach what. Counted: checks in flight keep theirs while a newer one is installed. */
struct net_policy;
/* Global addresses plus what the rules name (copied). NULL without memory. */
struct net_policy *net_policy_new(const struct net_rule *rules, size_t n);
/* A person at a terminal: any address. */
struct net_policy *net_policy_person(void);
struct net_policy *net_policy_hold(struct net_policy *p);
void net_policy_drop(struct net_policy *p); /* NULL is fine */

/* The judge. For NET_ICMP the port in `sa` is ignored. NULL anywhere denies. */
enum net_verdict net_judge(const struct net_policy *policy, const struct net_own *own,
                           const struct sockaddr *sa, socklen_t len, enum net_use use);
const char *net_verdict_text(enum net_verdict v); /* a clause for people, static */

/* Entries as text. ERR_INVALID says what is wrong. */
bool net_rule_parse(struct str text, struct net_rule *out, struct err *e) MUST_CHECK;
void net_rule_format(const struct net_rule *rule, struct buf *out);

/* A literal address in its one strict spelling: four decimal numbers without leading zeros, or
 * IPv6 without a zone. */
bool net_addr_parse(struct str text, struct net_addr *out) MUST_CHECK;
/* What a user gave as host: an address, a DNS name, or something we refuse (ERR_INVALID): numbers
 * in disguise, trailing dots, zones, anything but ASCII. */
enum net_host { NET_HOST_ADDR, NET_HOST_NAME };
bool net_host_parse(struct str text, enum net_host *kind, struct net_addr *addr,
                    struct err *e) MUST_CHECK;

socklen_t net_sockaddr(const struct net_addr *addr, uint16_t port, struct sockaddr_storage *out);
/* "10.0.0.1", "2001:db8::1"; for messages. */
enum { NET_ADDR_TEXT = 46 };
void net_addr_text(const struct sockaddr *sa, char out[NET_ADDR_TEXT]);
