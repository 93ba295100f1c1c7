/* ICMP messages that concern an echo request of ours, pure: its answer, or a router's word that it
 * did not arrive, which quotes the request. What comes in is hostile; whether the echo is really
 * ours is told by the caller, who knows what was sent. */
#pragma once
#include "io/addr.h"
#include "io/icmp.h"

enum { ICMPMSG_NONCE = 8 };

/* What an echo request and its answer look like to us; as on the wire. */
struct icmpmsg_echo {
    uint8_t type, code;
    uint16_t sum, id, sequence;
    uint8_t nonce[ICMPMSG_NONCE];
    uint8_t rest[48]; /* 56 bytes of payload, as ping has always sent */
} __attribute__((packed));

/* A request, its sum in place for IPv4; for ICMPv6 that is the kernel's work. */
void icmpmsg_request(bool v4, uint16_t id, uint16_t sequence, const uint8_t nonce[ICMPMSG_NONCE],
                     struct icmpmsg_echo *out);

struct icmpmsg {
    int said;       /* 0: an answer; else one of enum icmp_said */
    struct addr to; /* only with said: whom the request was for */
    size_t bytes;   /* of `echo` that are there: at least 8, and the nonce in answers and ICMPv6 */
    struct icmpmsg_echo echo; /* the answer, or the request quoted */
};
/* IPv4 comes with its header, IPv6 without, as raw sockets give them. False for what is neither. */
bool icmpmsg_read(const uint8_t *p, size_t n, bool v4, struct icmpmsg *out) MUST_CHECK;
/* Whether what is quoted is that request, as far as it is quoted. */
bool icmpmsg_quotes(const struct icmpmsg *m, const struct icmpmsg_echo *request, bool v4);
