/* ICMP about echo requests: answers, routers' words, and bytes that are neither. */
#include "io/icmpmsg.h"

#include <string.h>

#include "unit.h"

static const uint8_t nonce[ICMPMSG_NONCE] = {1, 2, 3, 4, 5, 6, 7, 8};
static const uint8_t v4_to[4] = {192, 0, 2, 1}, v6_to[16] = {0x20, 1, 0xd, 0xb8, [15] = 1};

struct packet {
    uint8_t bytes[256];
    size_t n;
};

static void add(struct packet *p, const void *bytes, size_t n)
{
    memcpy(p->bytes + p->n, bytes, n);
    p->n += n;
}

static void add_v4_header(struct packet *p, size_t options, const uint8_t to[4])
{
    uint8_t h[60] = {[0] = (uint8_t)(0x45 + options), [8] = 64, [9] = 1, [12] = 10, [15] = 9};

    memcpy(h + 16, to, 4);
    add(p, h, 20 + options * 4);
}

/* A router's word about a request of which it quotes `quoted` bytes. */
static struct packet word(bool v4, uint8_t type, uint8_t code, size_t quoted)
{
    static const uint8_t us[4] = {10, 0, 0, 9};
    uint8_t head[8] = {type, code}, six[40] = {[0] = 0x60, [6] = 58, [7] = 64};
    struct icmpmsg_echo request;
    struct packet p = {0};

    icmpmsg_request(v4, 77, 4711, nonce, &request);
    if (v4)
        add_v4_header(&p, 0, us);
    add(&p, head, sizeof head);
    memcpy(six + 24, v6_to, 16);
    if (v4)
        add_v4_header(&p, 0, v4_to);
    else
        add(&p, six, sizeof six);
    add(&p, &request, quoted);
    return p;
}

static void reads_each_word(void **state)
{
    static const struct {
        bool v4;
        uint8_t type, code;
        int said;
    } cases[] = {
        {true, 3, 0, ICMP_SAID_NO_NETWORK},  {true, 3, 1, ICMP_SAID_NO_HOST},
        {true, 3, 9, ICMP_SAID_PROHIBITED},  {true, 3, 10, ICMP_SAID_PROHIBITED},
        {true, 3, 13, ICMP_SAID_PROHIBITED}, {true, 11, 0, ICMP_SAID_LOOP},
        {false, 1, 0, ICMP_SAID_NO_NETWORK}, {false, 1, 1, ICMP_SAID_PROHIBITED},
        {false, 1, 3, ICMP_SAID_NO_HOST},    {false, 3, 0, ICMP_SAID_LOOP},
    };
    (void)state;

    for (size_t i = 0; i < COUNT(cases); i++) {
        bool v4 = cases[i].v4;
        struct packet p = word(v4, cases[i].type, cases[i].code, sizeof(struct icmpmsg_echo));
        struct icmpmsg_echo mine;
        struct icmpmsg m;
        icmpmsg_request(v4, 77, 4711, nonce, &mine);
        assert_true(icmpmsg_read(p.bytes, p.n, v4, &m));
        assert_int_equal(m.said, cases[i].said);
        assert_true(m.to.v4 == v4);
        assert_memory_equal(m.to.b, v4 ? v4_to : v6_to, v4 ? 4 : 16);
        assert_true(icmpmsg_quotes(&m, &mine, v4));
        assert_false(icmpmsg_read(p.bytes, p.n, !v4, &m));
    }
}

static void other_words_say_nothing(void **state)
{
    static const uint8_t v4[][2] = {{3, 2}, {3, 3}, {3, 4},  {3, 5},  {3, 255}, {4, 0},
                                    {5, 0}, {8, 0}, {11, 1}, {12, 0}, {255, 0}};
    static const uint8_t v6[][2] = {{1, 2}, {1, 4}, {1, 7}, {2, 0}, {3, 1}, {4, 0}, {128, 0}};
    struct icmpmsg m;
    (void)state;

    for (size_t i = 0; i < COUNT(v4); i++) {
        struct packet p = word(true, v4[i][0], v4[i][1], 64);
        assert_false(icmpmsg_read(p.bytes, p.n, true, &m));
    }
    for (size_t i = 0; i < COUNT(v6); i++) {
        struct packet p = word(false, v6[i][0], v6[i][1], 64);
        assert_false(icmpmsg_read(p.bytes, p.n, false, &m));
    }
}

static void a_quote_must_be_the_request(void **state)
{
    struct icmpmsg_echo mine, other;
    struct icmpmsg m;
    uint8_t wrong[ICMPMSG_NONCE];
    (void)state;

    for (int v4 = 0; v4 < 2; v4++) {
        struct packet p = word(v4, v4 ? 3 : 1, 1, sizeof mine);
        assert_true(icmpmsg_read(p.bytes, p.n, v4, &m));
        icmpmsg_request(v4, 77, 4711, nonce, &mine);
        assert_true(icmpmsg_quotes(&m, &mine, v4));
        icmpmsg_request(v4, 78, 4711, nonce, &other);
        assert_false(icmpmsg_quotes(&m, &other, v4));
        icmpmsg_request(v4, 77, 4712, nonce, &other);
        assert_false(icmpmsg_quotes(&m, &other, v4));
        memcpy(wrong, nonce, sizeof wrong);
        wrong[7] ^= 1;
        icmpmsg_request(v4, 77, 4711, wrong, &other);
        assert_false(icmpmsg_quotes(&m, &other, v4));
        assert_false(icmpmsg_quotes(&m, &mine, !v4));
    }
    /* Eight bytes have no nonce, but a sum that depends on it. */
    struct packet p = word(true, 3, 1, 8);
    assert_true(icmpmsg_read(p.bytes, p.n, true, &m));
    icmpmsg_request(true, 77, 4711, nonce, &mine);
    assert_true(icmpmsg_quotes(&m, &mine, true));
    icmpmsg_request(true, 77, 4711, wrong, &other);
    assert_false(icmpmsg_quotes(&m, &other, true));
}

static void what_is_cut_short_is_nothing(void **state)
{
    struct icmpmsg m;
    (void)state;

    for (int v4 = 0; v4 < 2; v4++) {
        struct packet whole = word(v4, v4 ? 3 : 1, 1, 64);
        size_t least = v4 ? 20 + 8 + 20 + 8 : 8 + 40 + 16;
        for (size_t n = 0; n <= whole.n; n++) {
            uint8_t exact[256];
            memcpy(exact, whole.bytes, n);
            assert_int_equal(icmpmsg_read(exact, n, v4, &m), n >= least);
        }
    }
}

static void headers_that_lie_are_nothing(void **state)
{
    static const struct {
        size_t at;
        uint8_t value;
    } lies[] = {
        {0, 0x44},
        {0, 0x65},
        {0, 0x4f}, /* the outer header: too short, IPv6, beyond the end */
        {28, 0x44},
        {28, 0x65},
        {28, 0x4f},
        {28 + 9, 17} /* no ICMP */,
        {28 + 7, 1} /* a fragment */,
        {28 + 6, 1},
        {48, 0} /* an answer quoted */,
        {49, 1},
    };
    struct icmpmsg m;
    (void)state;

    for (size_t i = 0; i < COUNT(lies); i++) {
        struct packet p = word(true, 3, 1, 8);
        p.bytes[lies[i].at] = lies[i].value;
        if (icmpmsg_read(p.bytes, p.n, true, &m))
            fail_msg("taken with %u at %zu", lies[i].value, lies[i].at);
    }
    struct packet six = word(false, 1, 3, 64);
    six.bytes[8 + 6] = 44; /* a fragment header we never send */
    assert_false(icmpmsg_read(six.bytes, six.n, false, &m));
}

static void answers_have_their_nonce(void **state)
{
    static const uint8_t us[4] = {10, 0, 0, 9};
    struct icmpmsg_echo echo;
    struct icmpmsg m;
    (void)state;

    for (size_t options = 0; options <= 10; options += 5)
        for (int v4 = 0; v4 < 2; v4++) {
            struct packet p = {0};
            icmpmsg_request(v4, 77, 4711, nonce, &echo);
            echo.type = v4 ? 0 : 129;
            if (v4)
                add_v4_header(&p, options, us);
            add(&p, &echo, sizeof echo);
            assert_true(icmpmsg_read(p.bytes, p.n, v4, &m));
            assert_int_equal(m.said, 0);
            assert_memory_equal(m.echo.nonce, nonce, sizeof nonce);
            assert_false(icmpmsg_quotes(&m, &echo, v4));
            assert_false(icmpmsg_read(p.bytes, p.n - sizeof echo + 15, v4, &m));
        }
}

UNIT_TESTS(UNIT(reads_each_word), UNIT(other_words_say_nothing), UNIT(a_quote_must_be_the_request),
           UNIT(what_is_cut_short_is_nothing), UNIT(headers_that_lie_are_nothing),
           UNIT(answers_have_their_nonce))
