/* Reading and writing DNS messages. Every read goes through a cursor that knows the end. */
#include "io/dnsmsg.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "io/addr.h"

enum {
    HEADER = 12,
    NAME_MAX_BYTES = 255,
    JUMPS_MAX = 32,
    CLASS_IN = 1,
    OPT = 41,
    EDNS_BYTES = 1232,
    EDNS_RECORD = 11,
    TYPE_A = 1,
    TYPE_NS = 2,
    TYPE_CNAME = 5,
    TYPE_SOA = 6,
    TYPE_PTR = 12,
    TYPE_MX = 15,
    TYPE_TXT = 16,
    TYPE_AAAA = 28,
    TYPE_SRV = 33,
    TYPE_CAA = 257,
};

struct cursor {
    const uint8_t *p;
    size_t at, end;
    bool bad; /* sticky */
};

bool dnsmsg_type(struct str name, uint16_t *type)
{
    static const struct {
        const char *name;
        uint16_t type;
    } types[] = {
        {"A", TYPE_A},     {"AAAA", TYPE_AAAA}, {"CAA", TYPE_CAA}, {"CNAME", TYPE_CNAME},
        {"MX", TYPE_MX},   {"NS", TYPE_NS},     {"PTR", TYPE_PTR}, {"SOA", TYPE_SOA},
        {"SRV", TYPE_SRV}, {"TXT", TYPE_TXT},
    };

    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_is(name, types[i].name)) {
            *type = types[i].type;
            return true;
        }
    return false;
}

static void put16(uint8_t *p, uint16_t v)
{
    p[0] = (uint8_t)(v >> 8);
    p[1] = (uint8_t)v;
}

/* in-addr.arpa or ip6.arpa. */
static void reverse_name(const struct addr *a, struct buf *out)
{
    if (a->v4) {
        buf_fmt(out, "%u.%u.%u.%u.in-addr.arpa", a->b[3], a->b[2], a->b[1], a->b[0]);
        return;
    }
    for (int i = 15; i >= 0; i--)
        buf_fmt(out, "%x.%x.", a->b[i] & 15u, (unsigned)(a->b[i] >> 4));
    buf_str(out, "ip6.arpa");
}

static bool put_name(struct str name, uint8_t *out, size_t *n)
{
    struct str label;

    if (name.n && name.p[name.n - 1] == '.')
        name.n--;
    while (name.n && str_cut(&name, '.', &label)) {
        if (label.n == 0 || label.n > 63 || *n + label.n + 2 > HEADER + NAME_MAX_BYTES)
            return false;
        out[(*n)++] = (uint8_t)label.n;
        for (size_t i = 0; i < label.n; i++) {
            unsigned char c = (unsigned char)label.p[i];
            if (c <= 0x20 || c >= 0x7f)
                return false;
            out[(*n)++] = c;
        }
    }
    out[(*n)++] = 0;
    return true;
}

bool dnsmsg_question(struct str name, uint16_t type, uint8_t out[DNSMSG_QUESTION], size_t *n,
                     struct err *e)
{
    static const uint8_t edns[EDNS_RECORD] = {
        0, 0, OPT, EDNS_BYTES >> 8, EDNS_BYTES & 0xff, 0, 0, 0, 0, 0, 0};
    char text[80];
    struct buf reversed = BUF(text);
    struct addr literal;

    if (type == TYPE_PTR && addr_parse(name, &literal)) {
        reverse_name(&literal, &reversed);
        name = buf_view(&reversed);
    }
    memset(out, 0, HEADER);
    out[2] = 1;  /* recursion desired */
    out[5] = 1;  /* one question */
    out[11] = 1; /* one additional record: EDNS */
    *n = HEADER;
    if (name.n == 0 || !put_name(name, out, n))
        return err_field(e, ERR_INVALID, "query", "\"%.*s\" cannot be a name in the DNS",
                         (int)(name.n < 80 ? name.n : 80), name.p);
    put16(out + *n, type);
    put16(out + *n + 2, CLASS_IN);
    memcpy(out + *n + 4, edns, sizeof edns);
    *n += 4 + sizeof edns;
    return true;
}

void dnsmsg_without_edns(uint8_t *question, size_t *n)
{
    if (question[11] == 0)
        return;
    question[11] = 0;
    *n -= EDNS_RECORD;
}

static bool is_refusal(const uint8_t *p)
{
    return (p[3] & 15) == DNSMSG_FORMERR || (p[3] & 15) == DNSMSG_NOTIMP;
}

bool dnsmsg_refuses_edns(const uint8_t *p, size_t n)
{
    return n >= HEADER && (p[2] & 0x80) && is_refusal(p);
}

static uint32_t take(struct cursor *c, size_t bytes)
{
    uint32_t v = 0;

    if (c->bad || c->end - c->at < bytes) {
        c->bad = true;
        return 0;
    }
    while (bytes--)
        v = v << 8 | c->p[c->at++];
    return v;
}

static void skip(struct cursor *c, size_t bytes)
{
    if (c->bad || c->end - c->at < bytes)
        c->bad = true;
    else
        c->at += bytes;
}

static void add_clean(struct buf *out, uint8_t c)
{
    buf_char(out, c > 0x20 && c < 0x7f ? (char)c : '?');
}

/* A name, lower case, without the last dot. `limit` is the whole message: names point backwards. */
static void take_name(struct cursor *c, struct buf *out)
{
    size_t at = c->at, lowest = c->at, total = 0;
    bool jumped = false;

    while (!c->bad) {
        if (at >= c->end) {
            c->bad = true;
            return;
        }
        uint8_t len = c->p[at++];
        if (len >= 0xc0) {
            size_t to = at < c->end ? (size_t)(len & 0x3f) << 8 | c->p[at] : c->end;
            if (!jumped)
                c->at = at + 1;
            jumped = true;
            c->bad = to >= lowest; /* each jump goes further back, so that this ends */
            at = lowest = to;
            continue;
        }
        total += (size_t)len + 1;
        if (len > 63 || c->end - at < len || total > NAME_MAX_BYTES) {
            c->bad = true;
            return;
        }
        if (len == 0)
            break;
        if (total > (size_t)len + 1)
            buf_char(out, '.');
        for (size_t i = 0; i < len; i++, at++)
            add_clean(out, c->p[at] >= 'A' && c->p[at] <= 'Z' ? c->p[at] | 32 : c->p[at]);
    }
    if (!jumped)
        c->at = at;
}

static void take_strings(struct cursor *c, struct buf *out)
{
    while (!c->bad && c->at < c->end)
        for (uint32_t n = take(c, 1); n > 0 && !c->bad; n--) {
            uint8_t one = (uint8_t)take(c, 1);
            if (one == ' ')
                buf_char(out, ' ');
            else
                add_clean(out, one);
        }
}

static void take_soa(struct cursor *c, struct buf *out)
{
    take_name(c, out);
    buf_char(out, ' ');
    take_name(c, out);
    for (int i = 0; i < 5; i++)
        buf_fmt(out, " %u", take(c, 4));
}

static void take_address(struct cursor *c, bool v4, struct buf *out)
{
    struct addr a = {.v4 = v4};
    char text[ADDR_TEXT];

    for (size_t i = 0; i < (v4 ? 4 : 16); i++)
        a.b[i] = (uint8_t)take(c, 1);
    addr_text(&a, text);
    buf_str(out, text);
}

/* The data of a record as text; c ends where the data ends. */
static void take_value(struct cursor *c, uint16_t type, struct buf *out)
{
    switch (type) {
    case TYPE_A:
    case TYPE_AAAA:
        take_address(c, type == TYPE_A, out);
        break;
    case TYPE_MX:
        buf_fmt(out, "%u ", take(c, 2));
        take_name(c, out);
        break;
    case TYPE_SRV:
        buf_fmt(out, "%u ", take(c, 2));
        buf_fmt(out, "%u ", take(c, 2));
        buf_fmt(out, "%u ", take(c, 2));
        take_name(c, out);
        break;
    case TYPE_CAA:
        buf_fmt(out, "%u ", take(c, 1));
        for (uint32_t n = take(c, 1); n > 0 && !c->bad; n--)
            add_clean(out, (uint8_t)take(c, 1));
        buf_char(out, ' ');
        while (!c->bad && c->at < c->end)
            add_clean(out, (uint8_t)take(c, 1));
        break;
    case TYPE_TXT:
        take_strings(c, out);
        break;
    case TYPE_SOA:
        take_soa(c, out);
        break;
    default:
        take_name(c, out);
    }
}

static void take_record(struct cursor *c, uint16_t wanted, struct dnsmsg *m)
{
    char owner[NAME_MAX_BYTES + 1];
    struct buf ignored = BUF(owner);

    take_name(c, &ignored);
    uint16_t type = (uint16_t)take(c, 2), klass = (uint16_t)take(c, 2);
    uint32_t ttl = take(c, 4);
    size_t length = take(c, 2);
    struct cursor data = *c;
    skip(c, length);
    if (c->bad || type != wanted || klass != CLASS_IN)
        return;
    data.end = c->at;
    char value[DNSMSG_VALUE];
    struct buf out = BUF(value);
    value[0] = '\0';
    take_value(&data, type, &out);
    c->bad = data.bad;
    if (c->bad)
        return;
    if (m->answers == 0 || ttl < m->ttl_s)
        m->ttl_s = ttl;
    if (m->answers < DNSMSG_ANSWERS)
        memcpy(m->values[m->answers], value, sizeof value);
    m->answers++;
}

bool dnsmsg_parse(const uint8_t *p, size_t n, const uint8_t *question, size_t question_n,
                  struct dnsmsg *out)
{
    struct cursor mine = {question, HEADER, question_n, false}, c = {p, HEADER, n, false};
    char asked[NAME_MAX_BYTES + 1], came[NAME_MAX_BYTES + 1];
    struct buf a = BUF(asked), b = BUF(came);

    if (n < HEADER || memcmp(p, question, 2) != 0 || (p[2] & 0xf8) != 0x80)
        return false; /* another id, not an answer, or another operation */
    *out = (struct dnsmsg){.rcode = p[3] & 15, .truncated = p[2] & 2, .authoritative = p[2] & 4};
    if (p[4] != 0 || p[5] != 1)
        return n == HEADER && p[5] == 0 && p[4] == 0 && is_refusal(p);
    take_name(&mine, &a);
    take_name(&c, &b);
    uint16_t type = (uint16_t)take(&mine, 2);
    if (take(&c, 2) != type || take(&c, 2) != take(&mine, 2) || c.bad || mine.bad || !buf_ok(&a) ||
        !buf_ok(&b) || !str_eq(buf_view(&a), buf_view(&b)))
        return false;
    size_t records = (size_t)p[6] << 8 | p[7];
    for (size_t i = 0; i < records && !c.bad; i++)
        take_record(&c, type, out);
    return !c.bad || out->truncated;
}

const char *dnsmsg_rcode(uint8_t rcode)
{
    static const char *const names[] = {"NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN",
                                        "NOTIMP",  "REFUSED", "YXDOMAIN", "YXRRSET",
                                        "NXRRSET", "NOTAUTH", "NOTZONE"};

    return rcode < sizeof names / sizeof *names ? names[rcode] : "an unknown code";
}
