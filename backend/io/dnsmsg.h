/* DNS messages (RFC 1035), pure: one question as bytes, and the answers of one kind as text.
 * What comes in is hostile: names are bounded, compression only points backwards. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum { DNSMSG_FORMERR = 1, DNSMSG_NXDOMAIN = 3, DNSMSG_NOTIMP = 4 }; /* RFC 1035 4.1.1 */
enum { DNSMSG_MAX = 4096, DNSMSG_QUESTION = 300, DNSMSG_ANSWERS = 16, DNSMSG_VALUE = 280 };

/* The type number of "A", "AAAA", "CAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT". */
bool dnsmsg_type(struct str name, uint16_t *type) MUST_CHECK;
#define DNSMSG_TYPES "A|AAAA|CAA|CNAME|MX|NS|PTR|SOA|SRV|TXT"

/* A recursive question with EDNS, id 0. Gives its length. ERR_INVALID for a name that cannot be
 * one. For PTR an address may be given: its reverse name is asked. */
bool dnsmsg_question(struct str name, uint16_t type, uint8_t out[DNSMSG_QUESTION], size_t *n,
                     struct err *e) MUST_CHECK;

/* Takes EDNS off such a question, for a server that does not know it. */
void dnsmsg_without_edns(uint8_t *question, size_t *n);
/* Whether an answer (its id is checked already) refuses EDNS by FORMERR or NOTIMP, RFC 6891 7:
 * asking without is worth a try. */
bool dnsmsg_refuses_edns(const uint8_t *p, size_t n);

struct dnsmsg {
    uint8_t rcode;
    bool truncated, authoritative;
    size_t answers; /* records of the type asked; the first DNSMSG_ANSWERS are in `values` */
    uint32_t ttl_s; /* the least of theirs */
    char values[DNSMSG_ANSWERS][DNSMSG_VALUE];
};
/* False for what is no answer to that question (its id included). A refusal (FORMERR, NOTIMP) may
 * come without repeating it. */
bool dnsmsg_parse(const uint8_t *p, size_t n, const uint8_t *question, size_t question_n,
                  struct dnsmsg *out) MUST_CHECK;
/* "NXDOMAIN"; static. */
const char *dnsmsg_rcode(uint8_t rcode);
