/* Network addresses as values: strict spelling, and the IPv4 address hidden in an IPv6 one. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/err.h"
#include "base/str.h"

struct addr {
    uint8_t b[16]; /* network order; the first 4 for IPv4, the rest zero */
    bool v4;
};

/* A literal in its one strict spelling: four decimal numbers without leading zeros, or IPv6
 * without brackets and zone. */
bool addr_parse(struct str text, struct addr *out) MUST_CHECK;

/* What somebody gave as host: an address, a DNS name, or something we refuse (ERR_INVALID):
 * numbers in disguise, trailing dots, zones, anything but ASCII. */
enum addr_host { ADDR_HOST_LITERAL, ADDR_HOST_NAME };
bool addr_host(struct str text, enum addr_host *kind, struct addr *addr, struct err *e) MUST_CHECK;

/* "host", "host:port", "[v6]:port", "[v6]", "v6"; *port is 0 when there is none. The host is not
 * judged. */
bool addr_split(struct str text, struct str *host, int64_t *port) MUST_CHECK;

/* Takes an address out of a sockaddr; false for another family, a short one, or a scope. */
bool addr_of_sockaddr(const struct sockaddr *sa, socklen_t len, struct addr *addr,
                      uint16_t *port) MUST_CHECK;
socklen_t addr_sockaddr(const struct addr *a, uint16_t port, struct sockaddr_storage *out);

bool addr_equal(const struct addr *a, const struct addr *b);
bool addr_within(const struct addr *a, const struct addr *net, unsigned bits);

/* The IPv4 addresses an IPv6 address leads to: mapped, compatible, translated, 6to4, NAT64,
 * Teredo (server and client), ISATAP. Gives how many (0..2). *replaces: they stand for the whole
 * address (else the outer one counts as well). *undecided: it embeds one, but which is unclear. */
size_t addr_embedded(const struct addr *a, struct addr inner[2], bool *replaces, bool *undecided);

enum { ADDR_TEXT = 46 };
void addr_text(const struct addr *a, char out[ADDR_TEXT]);
