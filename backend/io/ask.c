/* The UDP engine. A socket takes SLOTS questions in its life and then makes room for one with a
 * new port; it closes when its last question is over. */
#include "io/ask.h"

#include <errno.h>
#include <linux/errqueue.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/clock.h"

enum { SLOTS = 256, BATCH = 32, AGAIN_MS = 1000, TICK_MS = 250, SENDINGS_MAX = 5 };

struct ask_socket {
    struct ask *ask;
    int fd;
    bool v4;
    struct loop_watch *watch;
    unsigned used, in_flight;
    struct ask_question *slots[SLOTS];
};

struct ask {
    uv_prepare_t flush; /* `data` is the ask */
    uv_timer_t tick;
    struct loop *loop;
    struct ask_socket *four, *six; /* taking questions; NULL: open one */
    struct ask_question *first, *last;
    size_t queued, random_left;
    struct ask_question *queue[BATCH];
    uint8_t random[256];
};

static void close_socket(struct ask_socket *s)
{
    if (s->watch)
        loop_forget(s->ask->loop, s->watch);
    if (s->fd >= 0)
        close(s->fd);
    free(s);
}

static void unlink_question(struct ask_question *q)
{
    struct ask *k = q->ask;

    if (q->prev)
        q->prev->next = q->next;
    else
        k->first = q->next;
    if (q->next)
        q->next->prev = q->prev;
    else
        k->last = q->prev;
}

static void append(struct ask_question *q)
{
    struct ask *k = q->ask;

    q->next = NULL;
    q->prev = k->last;
    if (k->last)
        k->last->next = q;
    else
        k->first = q;
    k->last = q;
}

void ask_cancel(struct ask_question *q)
{
    struct ask_socket *s = q->socket;

    if (!s)
        return;
    for (size_t i = 0; q->queued && i < q->ask->queued; i++)
        if (q->ask->queue[i] == q)
            q->ask->queue[i] = NULL;
    unlink_question(q);
    q->socket = NULL;
    s->slots[q->slot] = NULL;
    s->in_flight--;
    if (!q->ask->first)
        uv_timer_stop(&q->ask->tick);
    if (s->in_flight == 0 && s != q->ask->four && s != q->ask->six)
        close_socket(s);
}

static void end(struct ask_question *q, const struct failure *why, const uint8_t *answer, size_t n)
{
    double rtt_ms = (double)(clock_mono_us() - q->first_us) / 1000;
    ask_done *done = q->done;
    void *data = q->data;

    ask_cancel(q);
    done(why, answer, n, rtt_ms, data);
}

static void end_errno(struct ask_question *q, int error)
{
    struct failure why;

    failure_errno(&why, error);
    end(q, &why, NULL, 0);
}

/* One family's part of the queue. */
static void send_some(struct ask_question **queue, size_t n, struct ask_socket *s)
{
    struct mmsghdr msgs[BATCH];
    struct iovec vec[BATCH];
    struct ask_question *list[BATCH];
    size_t count = 0, sent = 0;
    int64_t now = clock_mono_us();
    bool again = true;

    for (size_t i = 0; i < n; i++) {
        struct ask_question *q = queue[i];
        if (!q || q->socket != s)
            continue;
        queue[i] = NULL;
        q->queued = false;
        q->sent_us = now;
        if (q->sent == 1)
            q->first_us = now;
        vec[count] = (struct iovec){q->bytes, q->n};
        msgs[count] = (struct mmsghdr){.msg_hdr = {.msg_name = &q->to,
                                                   .msg_namelen = q->to_n,
                                                   .msg_iov = &vec[count],
                                                   .msg_iovlen = 1}};
        list[count++] = q;
    }
    while (sent < count) {
        int rc = sendmmsg(s->fd, msgs + sent, (unsigned)(count - sent), MSG_DONTWAIT);
        if (rc > 0) {
            sent += (size_t)rc;
            again = true;
        } else if (again && errno != EAGAIN) {
            again = false; /* the error of an earlier datagram, reported now */
        } else {
            struct ask_question *q = list[sent++];
            if (q->socket) /* not cancelled by the end of another */
                end_errno(q, errno == EAGAIN ? ENOBUFS : errno);
            again = true;
        }
    }
}

static void send_queue(struct ask *k)
{
    struct ask_question *queue[BATCH];
    size_t n = k->queued;

    memcpy(queue, k->queue, n * sizeof queue[0]);
    k->queued = 0;
    for (size_t i = 0; i < n; i++)
        if (queue[i])
            queue[i]->queued = false;
    for (size_t i = 0; i < n; i++)
        if (queue[i] && queue[i]->socket)
            send_some(queue, n, queue[i]->socket);
}

static void on_flush(uv_prepare_t *h)
{
    uv_prepare_stop(h);
    send_queue(h->data);
}

static void enqueue(struct ask_question *q)
{
    struct ask *k = q->ask;

    if (k->queued == BATCH)
        send_queue(k);
    q->queued = true;
    q->sent++;
    q->sent_us = clock_mono_us();
    k->queue[k->queued++] = q;
    uv_prepare_start(&k->flush, on_flush);
}

/* Sends again what has waited long enough; the list is in the order of the last sending. */
static void on_tick(uv_timer_t *t)
{
    struct ask *k = t->data;
    int64_t limit = clock_mono_us() - AGAIN_MS * 1000;

    while (k->first && k->first->sent_us <= limit) {
        struct ask_question *q = k->first;
        unlink_question(q);
        append(q);
        if (q->sent < SENDINGS_MAX)
            enqueue(q);
        else
            q->sent_us = clock_mono_us();
    }
}

static struct ask_question *question_of(struct ask_socket *s, const uint8_t *p, size_t n,
                                        const struct sockaddr_storage *from, socklen_t from_n)
{
    struct ask_question *q = n >= 2 ? s->slots[p[1]] : NULL;
    struct addr a, b;
    uint16_t port_a, port_b;

    if (!q || memcmp(q->bytes, p, 2) != 0 ||
        !addr_of_sockaddr((const struct sockaddr *)from, from_n, &a, &port_a) ||
        !addr_of_sockaddr((const struct sockaddr *)&q->to, q->to_n, &b, &port_b) ||
        !addr_equal(&a, &b) || port_a != port_b)
        return NULL;
    return q;
}

/* Errors of datagrams sent (port unreachable ...) come with the datagram itself. */
static void read_errors(struct ask_socket *s)
{
    for (int i = 0; i < BATCH; i++) {
        uint8_t bytes[DNSMSG_QUESTION];
        uint8_t control[256];
        struct sockaddr_storage from;
        struct iovec vec = {bytes, sizeof bytes};
        struct msghdr m = {.msg_name = &from,
                           .msg_namelen = sizeof from,
                           .msg_iov = &vec,
                           .msg_iovlen = 1,
                           .msg_control = control,
                           .msg_controllen = sizeof control};
        ssize_t n = recvmsg(s->fd, &m, MSG_ERRQUEUE | MSG_DONTWAIT);
        if (n < 0)
            return;
        struct ask_question *q = question_of(s, bytes, (size_t)n, &from, m.msg_namelen);
        struct cmsghdr *c = CMSG_FIRSTHDR(&m);
        if (!q || !c)
            continue;
        struct sock_extended_err why;
        memcpy(&why, CMSG_DATA(c), sizeof why);
        s->in_flight++; /* stays open until this loop is over */
        end_errno(q, (int)why.ee_errno);
        s->in_flight--;
    }
}

static void read_answers(struct ask_socket *s)
{
    uint8_t bytes[BATCH][1500];
    struct sockaddr_storage from[BATCH];
    struct iovec vec[BATCH];
    struct mmsghdr msgs[BATCH];
    int n;

    do {
        for (size_t i = 0; i < BATCH; i++) {
            vec[i] = (struct iovec){bytes[i], sizeof bytes[i]};
            msgs[i] = (struct mmsghdr){.msg_hdr = {.msg_name = &from[i],
                                                   .msg_namelen = sizeof from[i],
                                                   .msg_iov = &vec[i],
                                                   .msg_iovlen = 1}};
        }
        n = recvmmsg(s->fd, msgs, BATCH, MSG_DONTWAIT, NULL);
        for (int i = 0; i < n; i++) {
            struct ask_question *q =
                question_of(s, bytes[i], msgs[i].msg_len, &from[i], msgs[i].msg_hdr.msg_namelen);
            if (q)
                end(q, NULL, bytes[i], msgs[i].msg_len);
        }
    } while (n > 0);
}

static void on_ready(void *data, uint32_t epoll)
{
    struct ask_socket *s = data;

    (void)epoll;
    s->in_flight++; /* stays open while it is read */
    read_answers(s);
    read_errors(s);
    s->in_flight--;
    if (s->in_flight == 0 && s != s->ask->four && s != s->ask->six)
        close_socket(s);
}

static struct ask_socket *open_socket(struct ask *k, bool v4)
{
    static const int on = 1;
    struct ask_socket *s = calloc(1, sizeof *s);

    if (!s) {
        errno = ENOMEM;
        return NULL;
    }
    s->ask = k;
    s->v4 = v4;
    s->fd = socket(v4 ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (s->fd >= 0)
        s->watch = loop_watch(k->loop, s->fd, on_ready, s);
    if (!s->watch) {
        int error = s->fd >= 0 ? ENOMEM : errno;
        close_socket(s);
        errno = error;
        return NULL;
    }
    (void)!setsockopt(s->fd, v4 ? IPPROTO_IP : IPPROTO_IPV6, v4 ? IP_RECVERR : IPV6_RECVERR, &on,
                      sizeof on);
    return s;
}

/* A socket with room for one more question. */
static struct ask_socket *socket_for(struct ask *k, bool v4)
{
    struct ask_socket **current = v4 ? &k->four : &k->six, *old = *current;

    if (old && old->used < SLOTS)
        return old;
    *current = open_socket(k, v4);
    if (old && old->in_flight == 0)
        close_socket(old);
    return *current;
}

static uint8_t random_byte(struct ask *k)
{
    if (k->random_left == 0) {
        if (getrandom(k->random, sizeof k->random, 0) != (ssize_t)sizeof k->random)
            memset(k->random, 0, sizeof k->random); /* the port is random all the same */
        k->random_left = sizeof k->random;
    }
    return k->random[--k->random_left];
}

bool ask_send(struct ask *k, struct ask_question *q, const struct net_policy *policy,
              const struct net_own *own, const struct addr *to, uint16_t port, const uint8_t *bytes,
              size_t n, ask_done *done, void *data, struct failure *why)
{
    *q = (struct ask_question){.ask = k, .n = n, .done = done, .data = data};
    q->to_n = addr_sockaddr(to, port, &q->to);
    enum net_verdict v = net_judge(policy, own, (struct sockaddr *)&q->to, q->to_n, NET_CONNECT);
    struct ask_socket *s = v == NET_ALLOWED ? socket_for(k, to->v4) : NULL;
    if (v != NET_ALLOWED) {
        failure_set(why, true, "blocked_target", "the address %s", net_verdict_text(v));
        return false;
    }
    if (!s || n > sizeof q->bytes) {
        failure_errno(why, s ? EMSGSIZE : errno);
        return false;
    }
    memcpy(q->bytes, bytes, n);
    q->socket = s;
    q->slot = s->used++;
    q->bytes[0] = random_byte(k);
    q->bytes[1] = (uint8_t)q->slot;
    s->slots[q->slot] = q;
    s->in_flight++;
    q->first_us = clock_mono_us();
    if (!k->first)
        uv_timer_start(&k->tick, on_tick, TICK_MS, TICK_MS);
    append(q);
    enqueue(q);
    return true;
}

static void free_ask(uv_handle_t *h)
{
    free(h->data);
}

static void close_tick(uv_handle_t *h)
{
    struct ask *k = h->data;

    uv_close((uv_handle_t *)&k->tick, free_ask);
}

void ask_free(struct ask *k)
{
    if (!k)
        return;
    if (k->four)
        close_socket(k->four);
    if (k->six)
        close_socket(k->six);
    uv_timer_stop(&k->tick);
    uv_prepare_stop(&k->flush);
    uv_close((uv_handle_t *)&k->flush, close_tick);
}

struct ask *ask_new(struct loop *loop, struct err *e)
{
    struct ask *k = calloc(1, sizeof *k);

    if (!k) {
        err_set(e, ERR_UNAVAILABLE, "no memory for DNS questions");
        return NULL;
    }
    k->loop = loop;
    uv_prepare_init(loop_uv(loop), &k->flush);
    uv_timer_init(loop_uv(loop), &k->tick);
    k->flush.data = k->tick.data = k;
    return k;
}
