/* DNS messages: questions as bytes, answers of every type, and bytes that are none. */
#include "io/dnsmsg.h"

#include <stdlib.h>
#include <string.h>

#include "unit.h"

struct message {
    uint8_t bytes[1024];
    size_t n;
};

static void question(const char *name, const char *type, uint8_t q[DNSMSG_QUESTION], size_t *n)
{
    struct err e = {0};
    uint16_t number;

    assert_true(dnsmsg_type(str_of(type), &number));
    assert_done(dnsmsg_question(str_of(name), number, q, n, &e), &e);
}

static void add(struct message *m, const void *p, size_t n)
{
    memcpy(m->bytes + m->n, p, n);
    m->n += n;
}

/* An answer to the question with one record of its type. */
static void answer(struct message *m, const uint8_t *q, size_t qn, const void *data, size_t n)
{
    const uint8_t owner[] = {0xc0, 12}, ttl[] = {0, 0, 1, 44};
    uint8_t length[] = {(uint8_t)(n >> 8), (uint8_t)n};
    size_t end = qn - 11; /* without the EDNS record */

    m->n = 0;
    add(m, q, end);
    m->bytes[2] = 0x81;
    m->bytes[3] = 0x80;
    m->bytes[7] = 1;
    m->bytes[11] = 0;
    add(m, owner, sizeof owner);
    add(m, q + end - 4, 4);
    add(m, ttl, sizeof ttl);
    add(m, length, sizeof length);
    add(m, data, n);
}

static void reads_each_type(void **state)
{
    (void)state;
    static const struct {
        const char *type, *data;
        size_t n;
        const char *want;
    } cases[] = {
        {"A", "\xc0\x00\x02\x01", 4, "192.0.2.1"},
        {"AAAA", "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1", 16, "2001:db8::1"},
        {"CNAME", "\3WWW\xc0\x0c", 6, "www.a.test"},
        {"NS", "\2ns\0", 4, "ns"},
        {"MX", "\0\12\2mx\xc0\x0c", 7, "10 mx.a.test"},
        {"TXT", "\3abc\2 d", 7, "abc d"},
        {"SRV", "\0\1\0\2\1\273\1s\0", 9, "1 2 443 s"},
        {"CAA", "\0\5issueca.test", 14, "0 issue ca.test"},
        {"SOA", "\1m\0\1r\0\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0\5", 26, "m r 1 2 3 4 5"},
        {"TXT", "\2\1\x7f", 3, "??"},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        uint8_t q[DNSMSG_QUESTION];
        struct message m;
        struct dnsmsg out;
        size_t n;
        question("a.test", cases[i].type, q, &n);
        answer(&m, q, n, cases[i].data, cases[i].n);
        assert_true(dnsmsg_parse(m.bytes, m.n, q, n, &out));
        assert_int_equal(out.answers, 1);
        assert_int_equal(out.ttl_s, 300);
        assert_string_equal(out.values[0], cases[i].want);
        for (size_t cut = 0; cut < m.n; cut++) {
            uint8_t *exact = malloc(cut + 1); /* so that a sanitizer sees reads past the end */
            assert_non_null(exact);
            memcpy(exact, m.bytes, cut);
            assert_false(dnsmsg_parse(exact, cut, q, n, &out));
            free(exact);
        }
    }
}

static void writes_questions(void **state)
{
    (void)state;
    static const uint8_t want[] = "\0\0\1\0\0\1\0\0\0\0\0\1\1a\4test\0\0\1\0\1";
    static const char *const bad[] = {
        "",
        "a..b",
        ".a",
        "a b",
        "a\n",
        "\xc3\xa9",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    uint8_t q[DNSMSG_QUESTION];
    size_t n;

    question("a.test.", "A", q, &n);
    assert_memory_equal(q, want, sizeof want - 1);
    assert_int_equal(n, sizeof want - 1 + 11);
    question("192.0.2.1", "PTR", q, &n);
    assert_memory_equal(q + 12, "\0011\0012\0010\003192\7in-addr\4arpa", 23);
    question("2001:db8::1", "PTR", q, &n);
    assert_memory_equal(q + 12, "\0011\0010", 4);
    question(".", "NS", q, &n);
    assert_int_equal(q[12], 0);
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct err e = {0};
        assert_refused(dnsmsg_question(str_of(bad[i]), 1, q, &n, &e), &e, ERR_INVALID);
    }
    char longest[400];
    struct err e = {0};
    for (size_t i = 0; i < sizeof longest; i++)
        longest[i] = i % 50 == 49 ? '.' : 'a';
    assert_refused(dnsmsg_question((struct str){longest, 299}, 1, q, &n, &e), &e, ERR_INVALID);
    uint16_t type;
    assert_false(dnsmsg_type(STR("ANY"), &type));
    assert_string_equal(dnsmsg_rcode(3), "NXDOMAIN");
    assert_string_equal(dnsmsg_rcode(15), "an unknown code");
}

static void refuses_what_is_no_answer(void **state)
{
    (void)state;
    uint8_t q[DNSMSG_QUESTION];
    struct message m;
    struct dnsmsg out;
    size_t n;

    question("a.test", "CNAME", q, &n);
    for (int spoil = 0; spoil < 7; spoil++) {
        static const struct {
            size_t at;
            uint8_t value;
        } spoils[] = {{0, 9}, {2, 0x01}, {2, 0x91}, {5, 2}, {13, 'b'}, {21, 2}, {23, 9}};
        answer(&m, q, n, "\3www\0", 5);
        m.bytes[spoils[spoil].at] = spoils[spoil].value;
        assert_false(dnsmsg_parse(m.bytes, m.n, q, n, &out));
    }
    answer(&m, q, n, "\xc0\x24", 2); /* a name that points at itself */
    assert_false(dnsmsg_parse(m.bytes, m.n, q, n, &out));
    answer(&m, q, n, "\xc0\xff", 2); /* beyond the end */
    assert_false(dnsmsg_parse(m.bytes, m.n, q, n, &out));
    answer(&m, q, n, "\x80", 1); /* a label type nobody defined */
    assert_false(dnsmsg_parse(m.bytes, m.n, q, n, &out));
    answer(&m, q, n, "\3www\0", 5);
    m.bytes[2] |= 2; /* cut short says so itself */
    assert_true(dnsmsg_parse(m.bytes, m.n - 3, q, n, &out));
    assert_true(out.truncated);
}

static void edns_comes_off_and_refusals_are_told(void **state)
{
    uint8_t q[DNSMSG_QUESTION], head[12] = {0};
    struct dnsmsg m;
    size_t n, whole;
    (void)state;

    question("a.test", "A", q, &whole);
    n = whole;
    dnsmsg_without_edns(q, &n);
    assert_int_equal(n, whole - 11);
    dnsmsg_without_edns(q, &n);
    assert_int_equal(n, whole - 11);
    assert_int_equal(q[11], 0);
    head[2] = 0x80;
    for (int code = 0; code < 16; code++) {
        bool refuses = code == DNSMSG_FORMERR || code == DNSMSG_NOTIMP;
        head[3] = (uint8_t)code;
        assert_int_equal(dnsmsg_refuses_edns(head, sizeof head), refuses);
        assert_int_equal(dnsmsg_parse(head, sizeof head, q, n, &m), refuses);
    }
    head[3] = DNSMSG_FORMERR;
    assert_false(dnsmsg_refuses_edns(head, sizeof head - 1));
    assert_false(dnsmsg_parse(head, sizeof head - 1, q, n, &m));
    head[1] = 1; /* another id */
    assert_false(dnsmsg_parse(head, sizeof head, q, n, &m));
    head[2] = 0; /* a question */
    assert_false(dnsmsg_refuses_edns(head, sizeof head));
}

UNIT_TESTS(UNIT(edns_comes_off_and_refusals_are_told), UNIT(reads_each_type),
           UNIT(writes_questions), UNIT(refuses_what_is_no_answer))
