/* The echo engine: a table of slots, whose index is the sequence number on the wire. */
#include "io/icmp.h"

#include <errno.h>
#include <linux/filter.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/clock.h"
#include "io/icmpmsg.h"

enum {
    SLOTS = 65536,
    BATCH = 32,   /* one time stamp for all of a batch: not too many */
    PACKET = 256, /* an error with IP options in both headers, and all of the echo */
    WHEEL = 128,  /* turns of TICK_MS: 32 s */
    TICK_MS = 250,
    RECEIVE_BUFFER = 4 << 20,
    NONE = -1,
};

struct slot {
    bool used, sent;
    uint8_t turn; /* of the wheel */
    uint32_t generation;
    int32_t prev, next; /* in its turn, or in the free list */
    struct addr to;
    uint64_t nonce;
    int64_t sent_us; /* wall clock, as the kernel's stamp of the answer */
    icmp_done *done;
    void *data;
};

struct socket {
    int fd; /* -1: there is none */
    bool v4;
    struct icmp_engine *engine;
    struct loop_watch *watch;
    size_t queued;
    uint16_t queue[BATCH]; /* slots to be sent */
};

struct icmp_engine {
    uv_prepare_t flush; /* first: its callbacks get the engine by it */
    uv_timer_t tick;
    struct loop *loop;
    struct socket four, six;
    uint16_t id;
    uint8_t turn;
    size_t in_flight;
    int32_t free, fresh; /* slots given back; the first one never used */
    int32_t wheel[WHEEL];
    uint8_t entropy[256];
    size_t entropy_left;
    struct slot slots[];
};

static uint64_t random_u64(struct icmp_engine *m)
{
    uint64_t v;

    if (m->entropy_left < sizeof v) {
        if (getrandom(m->entropy, sizeof m->entropy, 0) != (ssize_t)sizeof m->entropy)
            memset(m->entropy, 0x5a, sizeof m->entropy); /* before the pool is ready: weaker only */
        m->entropy_left = sizeof m->entropy;
    }
    m->entropy_left -= sizeof v;
    memcpy(&v, m->entropy + m->entropy_left, sizeof v);
    return v;
}

static void request_of(const struct icmp_engine *m, const struct slot *s, struct icmpmsg_echo *out)
{
    uint8_t nonce[ICMPMSG_NONCE];

    memcpy(nonce, &s->nonce, sizeof nonce);
    icmpmsg_request(s->to.v4, m->id, (uint16_t)(s - m->slots), nonce, out);
}

static void release(struct icmp_engine *m, struct slot *s)
{
    int32_t i = (int32_t)(s - m->slots);

    if (s->prev != NONE)
        m->slots[s->prev].next = s->next;
    else
        m->wheel[s->turn] = s->next;
    if (s->next != NONE)
        m->slots[s->next].prev = s->prev;
    s->used = false;
    s->next = m->free;
    m->free = i;
    if (--m->in_flight == 0)
        uv_timer_stop(&m->tick);
}

static void end(struct icmp_engine *m, struct slot *s, int error, double rtt_ms)
{
    icmp_done *done = s->done;
    void *data = s->data;

    release(m, s);
    done(error, rtt_ms, data);
}

static void send_queue(struct socket *k)
{
    struct icmp_engine *m = k->engine;
    struct icmpmsg_echo packets[BATCH];
    struct sockaddr_storage to[BATCH];
    struct iovec vec[BATCH];
    struct mmsghdr msgs[BATCH];
    uint16_t slots[BATCH];
    size_t n = 0, sent = 0;

    for (size_t i = 0; i < k->queued; i++) {
        struct slot *s = &m->slots[k->queue[i]];
        if (!s->used || s->sent)
            continue; /* cancelled meanwhile */
        request_of(m, s, &packets[n]);
        vec[n] = (struct iovec){&packets[n], sizeof packets[n]};
        msgs[n] = (struct mmsghdr){.msg_hdr = {.msg_name = &to[n],
                                               .msg_namelen = addr_sockaddr(&s->to, 0, &to[n]),
                                               .msg_iov = &vec[n],
                                               .msg_iovlen = 1}};
        s->sent = true;
        slots[n++] = k->queue[i];
    }
    k->queued = 0;
    while (sent < n) {
        int64_t now = clock_wall_us();
        for (size_t i = sent; i < n; i++)
            m->slots[slots[i]].sent_us = now;
        int rc = sendmmsg(k->fd, msgs + sent, (unsigned)(n - sent), MSG_DONTWAIT);
        if (rc > 0)
            sent += (size_t)rc;
        else
            end(m, &m->slots[slots[sent++]], errno == EAGAIN ? ENOBUFS : errno, 0);
    }
}

static void on_flush(uv_prepare_t *p)
{
    struct icmp_engine *m = (struct icmp_engine *)p;

    send_queue(&m->four);
    send_queue(&m->six);
    uv_prepare_stop(p);
}

static bool is_from(const struct slot *s, const struct sockaddr_storage *from, socklen_t len)
{
    struct sockaddr_storage sa = *from;
    struct addr a;
    uint16_t port;

    if (sa.ss_family == AF_INET6)
        ((struct sockaddr_in6 *)&sa)->sin6_scope_id = 0;
    return addr_of_sockaddr((struct sockaddr *)&sa, len, &a, &port) && addr_equal(&a, &s->to);
}

static int64_t stamp_of(struct msghdr *h)
{
    for (struct cmsghdr *c = CMSG_FIRSTHDR(h); c; c = CMSG_NXTHDR(h, c))
        if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_TIMESTAMP) {
            struct timeval tv;
            memcpy(&tv, CMSG_DATA(c), sizeof tv);
            return (int64_t)tv.tv_sec * 1000000 + tv.tv_usec;
        }
    return clock_wall_us();
}

/* Whether the message is the answer to this echo, or quotes it; from whom a router's word comes is
 * anybody's guess. */
static bool concerns(const struct icmp_engine *m, const struct slot *s, const struct icmpmsg *in,
                     const struct msghdr *h)
{
    struct icmpmsg_echo request;

    if (!s->used || !s->sent)
        return false;
    if (in->said == 0)
        return in->echo.id == m->id && memcmp(in->echo.nonce, &s->nonce, ICMPMSG_NONCE) == 0 &&
               is_from(s, h->msg_name, h->msg_namelen);
    request_of(m, s, &request);
    return addr_equal(&in->to, &s->to) && icmpmsg_quotes(in, &request, s->to.v4);
}

static void take_packet(struct socket *k, const uint8_t *p, size_t n, struct msghdr *h)
{
    struct icmp_engine *m = k->engine;
    struct icmpmsg in;

    if (!icmpmsg_read(p, n, k->v4, &in))
        return;
    struct slot *s = &m->slots[ntohs(in.echo.sequence)];
    if (!concerns(m, s, &in, h))
        return;
    int64_t rtt_us = stamp_of(h) - s->sent_us;
    end(m, s, in.said, rtt_us > 0 ? (double)rtt_us / 1000 : 0.001); /* a clock step is not a time */
}

static void on_readable(void *data, uint32_t epoll)
{
    struct socket *k = data;
    uint8_t bytes[BATCH][PACKET];
    uint8_t control[BATCH][CMSG_SPACE(sizeof(struct timeval))];
    struct sockaddr_storage from[BATCH];
    struct iovec vec[BATCH];
    struct mmsghdr msgs[BATCH];
    int n;

    (void)epoll;
    do {
        for (size_t i = 0; i < BATCH; i++) {
            vec[i] = (struct iovec){bytes[i], sizeof bytes[i]};
            msgs[i] = (struct mmsghdr){.msg_hdr = {.msg_name = &from[i],
                                                   .msg_namelen = sizeof from[i],
                                                   .msg_iov = &vec[i],
                                                   .msg_iovlen = 1,
                                                   .msg_control = control[i],
                                                   .msg_controllen = sizeof control[i]}};
        }
        n = recvmmsg(k->fd, msgs, BATCH, MSG_DONTWAIT, NULL);
        for (int i = 0; i < n; i++)
            take_packet(k, bytes[i], msgs[i].msg_len, &msgs[i].msg_hdr);
    } while (n == BATCH || (n < 0 && errno == EINTR));
}

static void on_tick(uv_timer_t *t)
{
    struct icmp_engine *m = t->data;

    m->turn = (uint8_t)((m->turn + 1) % WHEEL);
    for (int32_t i; (i = m->wheel[m->turn]) != NONE;)
        end(m, &m->slots[i], ETIMEDOUT, 0);
}

uint64_t icmp_send(struct icmp_engine *m, const struct addr *to, int timeout_ms, icmp_done *done,
                   void *data)
{
    struct socket *k = to->v4 ? &m->four : &m->six;
    int turns = (timeout_ms < 30000 ? timeout_ms : 30000) / TICK_MS + 2;
    bool fresh = m->free == NONE;
    int32_t i = fresh ? m->fresh : m->free;

    if (i == SLOTS)
        return 0;
    if (m->in_flight == 0)
        uv_timer_start(&m->tick, on_tick, TICK_MS, TICK_MS);
    struct slot *s = &m->slots[i];
    if (fresh)
        m->fresh++;
    else
        m->free = s->next;
    *s = (struct slot){.used = true,
                       .turn = (uint8_t)((m->turn + turns) % WHEEL),
                       .generation = s->generation + 1,
                       .prev = NONE,
                       .to = *to,
                       .nonce = random_u64(m),
                       .done = done,
                       .data = data};
    s->next = m->wheel[s->turn];
    if (s->next != NONE)
        m->slots[s->next].prev = i;
    m->wheel[s->turn] = i;
    m->in_flight++;
    if (k->queued == BATCH)
        send_queue(k);
    k->queue[k->queued++] = (uint16_t)i;
    uv_prepare_start(&m->flush, on_flush);
    return (uint64_t)s->generation << 32 | (uint32_t)i | 1ull << 31;
}

void icmp_cancel(struct icmp_engine *m, uint64_t handle)
{
    struct slot *s = &m->slots[handle & (SLOTS - 1)];

    if (handle && s->used && s->generation == handle >> 32)
        release(m, s);
}

/* Echo replies to somebody else never wake us: the kernel looks at the identifier, which for IPv6
 * stands at the start of what it hands over and for IPv4 behind the header of IP. */
static void only_ours(const struct icmp_engine *m, const struct socket *k)
{
    uint8_t reply = k->v4 ? ICMP_ECHOREPLY : ICMP6_ECHO_REPLY;
    struct sock_filter code[] = {
        k->v4 ? (struct sock_filter)BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0)
              : (struct sock_filter)BPF_STMT(BPF_LDX | BPF_IMM, 0),
        BPF_STMT(BPF_LD | BPF_B | BPF_IND, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, reply, 0, 2),
        BPF_STMT(BPF_LD | BPF_H | BPF_IND, 4),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ntohs(m->id), 0, 1),
        BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
        BPF_STMT(BPF_RET | BPF_K, 0),
    };
    struct sock_fprog program = {sizeof code / sizeof *code, code};

    (void)!setsockopt(k->fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

static bool open_socket(struct icmp_engine *m, struct socket *k, bool v4)
{
    static const int on = 1, buffer = RECEIVE_BUFFER;

    k->v4 = v4;
    k->engine = m;
    k->fd = socket(v4 ? AF_INET : AF_INET6, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC,
                   v4 ? IPPROTO_ICMP : IPPROTO_ICMPV6);
    if (k->fd < 0)
        return false;
    if (v4) {
        struct icmp_filter {
            uint32_t blocked;
        } only = {~(1u << ICMP_ECHOREPLY | 1u << ICMP_DEST_UNREACH | 1u << ICMP_TIME_EXCEEDED)};
        (void)!setsockopt(k->fd, SOL_RAW, 1 /* ICMP_FILTER */, &only, sizeof only);
    } else {
        struct icmp6_filter only;
        ICMP6_FILTER_SETBLOCKALL(&only);
        ICMP6_FILTER_SETPASS(ICMP6_ECHO_REPLY, &only);
        ICMP6_FILTER_SETPASS(ICMP6_DST_UNREACH, &only);
        ICMP6_FILTER_SETPASS(ICMP6_TIME_EXCEEDED, &only);
        (void)!setsockopt(k->fd, IPPROTO_ICMPV6, ICMP6_FILTER, &only, sizeof only);
    }
    only_ours(m, k);
    (void)!setsockopt(k->fd, SOL_SOCKET, SO_TIMESTAMP, &on, sizeof on);
    if (setsockopt(k->fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof buffer) != 0)
        (void)!setsockopt(k->fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    k->watch = loop_watch(m->loop, k->fd, on_readable, k);
    return k->watch != NULL;
}

static void close_socket(struct socket *k)
{
    if (k->watch)
        loop_forget(k->engine->loop, k->watch);
    if (k->fd >= 0)
        close(k->fd);
    k->watch = NULL;
    k->fd = -1;
}

static void free_icmp(uv_handle_t *h)
{
    free(h->data);
}

static void close_tick(uv_handle_t *h)
{
    struct icmp_engine *m = h->data;

    uv_close((uv_handle_t *)&m->tick, free_icmp);
}

void icmp_free(struct icmp_engine *m)
{
    if (!m)
        return;
    close_socket(&m->four);
    close_socket(&m->six);
    uv_prepare_stop(&m->flush);
    uv_timer_stop(&m->tick);
    uv_close((uv_handle_t *)&m->flush, close_tick);
}

struct icmp_engine *icmp_new(struct loop *loop, struct err *e)
{
    struct icmp_engine *m = calloc(1, sizeof *m + SLOTS * sizeof m->slots[0]);

    if (!m) {
        err_set(e, ERR_UNAVAILABLE, "no memory for ICMP");
        return NULL;
    }
    m->loop = loop;
    m->id = (uint16_t)random_u64(m);
    m->free = NONE;
    for (size_t i = 0; i < WHEEL; i++)
        m->wheel[i] = NONE;
    uv_prepare_init(loop_uv(loop), &m->flush);
    uv_timer_init(loop_uv(loop), &m->tick);
    m->tick.data = m->flush.data = m;
    m->six.fd = NONE;
    if (!open_socket(m, &m->four, true)) {
        bool right = errno != EPERM && errno != EACCES;
        icmp_free(m);
        err_set(e, right ? ERR_UNAVAILABLE : ERR_FORBIDDEN, "%s",
                right ? "a raw socket cannot be opened"
                      : "ICMP echo needs CAP_NET_RAW: start as root, or setcap cap_net_raw+ep "
                        "tocsin-pinger");
        return NULL;
    }
    if (!open_socket(m, &m->six, false))
        close_socket(&m->six);
    return m;
}
