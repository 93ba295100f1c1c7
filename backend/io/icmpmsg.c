/* Reading and writing ICMP echo (RFC 792, RFC 4443), and the errors about it. */
#include "io/icmpmsg.h"

#include <netinet/in.h>
#include <string.h>

enum {
    HEAD = 8,     /* of any ICMP message */
    V4_HEAD = 20, /* of IP, without options */
    V6_HEAD = 40,
    ECHO_HEAD = 8,
    NONCE_END = ECHO_HEAD + ICMPMSG_NONCE,
    PROTOCOL_ICMP = 1,
    PROTOCOL_ICMPV6 = 58,
    V4_ANSWER = 0,
    V4_REQUEST = 8,
    V6_REQUEST = 128,
    V6_ANSWER = 129,
};

static const struct row {
    uint8_t type, code;
    int said;
} v4_rows[] =
    {
        {3, 0, ICMP_SAID_NO_NETWORK},
        {3, 1, ICMP_SAID_NO_HOST},
        {3, 6, ICMP_SAID_NO_NETWORK},
        {3, 7, ICMP_SAID_NO_HOST},
        {3, 9, ICMP_SAID_PROHIBITED},
        {3, 10, ICMP_SAID_PROHIBITED},
        {3, 11, ICMP_SAID_NO_NETWORK},
        {3, 12, ICMP_SAID_NO_HOST},
        {3, 13, ICMP_SAID_PROHIBITED},
        {11, 0, ICMP_SAID_LOOP},
        {0},
},
  v6_rows[] = {
      {1, 0, ICMP_SAID_NO_NETWORK},
      {1, 1, ICMP_SAID_PROHIBITED},
      {1, 3, ICMP_SAID_NO_HOST},
      {1, 5, ICMP_SAID_PROHIBITED},
      {1, 6, ICMP_SAID_NO_NETWORK},
      {3, 0, ICMP_SAID_LOOP},
      {0},
};

static int said(const struct row *rows, uint8_t type, uint8_t code)
{
    for (; rows->said; rows++)
        if (rows->type == type && rows->code == code)
            return rows->said;
    return 0;
}

static uint16_t sum_of(const struct icmpmsg_echo *echo)
{
    const uint8_t *b = (const uint8_t *)echo;
    uint32_t sum = 0;

    for (size_t i = 0; i < sizeof *echo; i += 2) {
        uint16_t word;
        memcpy(&word, b + i, 2);
        sum += word;
    }
    sum = (sum >> 16) + (sum & 0xffff);
    return (uint16_t) ~(sum + (sum >> 16));
}

void icmpmsg_request(bool v4, uint16_t id, uint16_t sequence, const uint8_t nonce[ICMPMSG_NONCE],
                     struct icmpmsg_echo *out)
{
    *out = (struct icmpmsg_echo){
        .type = v4 ? V4_REQUEST : V6_REQUEST, .id = id, .sequence = htons(sequence)};
    memcpy(out->nonce, nonce, ICMPMSG_NONCE);
    out->sum = v4 ? sum_of(out) : 0;
}

/* The IPv4 header at p: its length, or 0 when there is none that carries whole ICMP. */
static size_t v4_header(const uint8_t *p, size_t n)
{
    size_t length = n >= V4_HEAD ? (size_t)(p[0] & 15) * 4 : 0;
    bool fragment = length && ((p[6] & 0x1f) || p[7]);

    return length >= V4_HEAD && length <= n && p[0] >> 4 == 4 && p[9] == PROTOCOL_ICMP && !fragment
               ? length
               : 0;
}

/* We send no extension headers: there are none in what is quoted. */
static size_t v6_header(const uint8_t *p, size_t n)
{
    return n >= V6_HEAD && p[0] >> 4 == 6 && p[6] == PROTOCOL_ICMPV6 ? V6_HEAD : 0;
}

static bool take_echo(const uint8_t *p, size_t n, uint8_t type, size_t least, struct icmpmsg *out)
{
    if (n < least || p[0] != type || p[1] != 0)
        return false;
    out->bytes = n < sizeof out->echo ? n : sizeof out->echo;
    memcpy(&out->echo, p, out->bytes);
    return true;
}

static bool take_quoted(const uint8_t *p, size_t n, bool v4, struct icmpmsg *out)
{
    size_t head = v4 ? v4_header(p, n) : v6_header(p, n);

    if (head == 0)
        return false;
    out->to.v4 = v4;
    memcpy(out->to.b, p + (v4 ? 16 : 24), v4 ? 4 : 16);
    /* A router of IPv4 need not quote more than eight bytes, one of IPv6 quotes what fits. */
    return take_echo(p + head, n - head, v4 ? V4_REQUEST : V6_REQUEST, v4 ? ECHO_HEAD : NONCE_END,
                     out);
}

bool icmpmsg_read(const uint8_t *p, size_t n, bool v4, struct icmpmsg *out)
{
    size_t skip = v4 ? v4_header(p, n) : 0;

    *out = (struct icmpmsg){0};
    if ((v4 && skip == 0) || n - skip < HEAD)
        return false;
    p += skip;
    n -= skip;
    out->said = said(v4 ? v4_rows : v6_rows, p[0], p[1]);
    return out->said ? take_quoted(p + HEAD, n - HEAD, v4, out)
                     : take_echo(p, n, v4 ? V4_ANSWER : V6_ANSWER, NONCE_END, out);
}

bool icmpmsg_quotes(const struct icmpmsg *m, const struct icmpmsg_echo *request, bool v4)
{
    size_t nonce = m->bytes < NONCE_END ? m->bytes - ECHO_HEAD : ICMPMSG_NONCE;

    return m->said && m->to.v4 == v4 && m->echo.id == request->id &&
           m->echo.sequence == request->sequence && (!v4 || m->echo.sum == request->sum) &&
           memcmp(m->echo.nonce, request->nonce, nonce) == 0;
}
