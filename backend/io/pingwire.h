/* What goes over the socket of tocsin-pinger (SOCK_SEQPACKET): a datagram is an array of requests
 * one way, of answers the other. Host byte order: both ends are on one machine. */
#pragma once
#include <stdint.h>

enum { PINGWIRE_MANY = 128 }; /* at most so many a datagram */

struct pingwire_request {
    uint64_t key; /* the asker's own, comes back */
    uint32_t timeout_ms;
    uint32_t v4;      /* 1: the first four bytes of addr */
    uint8_t addr[16]; /* network order */
};

struct pingwire_answer {
    uint64_t key;
    uint32_t rtt_us;
    int32_t error; /* 0, an errno value of the sending, or enum icmp_said; no answer at all in case
                      of silence */
};
