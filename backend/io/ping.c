/* The client of tocsin-pinger, or the engine itself. */
#include "io/ping.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "io/pingwire.h"

enum { SLOTS = 65536, NONE = -1 };

struct slot {
    icmp_done *done; /* NULL: free */
    void *data;
    uint32_t generation;
    int32_t next; /* free list */
};

struct ping {
    uv_prepare_t flush;         /* first: freed by its close callback */
    struct icmp_engine *engine; /* owned; NULL: by the pinger */
    struct loop *loop;
    struct sockaddr_un path;
    int fd;
    struct loop_watch *watch;
    struct slot *slots; /* owned */
    int32_t free, fresh;
    size_t queued;
    struct pingwire_request queue[PINGWIRE_MANY];
};

static void end(struct ping *p, uint64_t key, int error, double rtt_ms)
{
    uint32_t i = (uint32_t)key & (SLOTS - 1);
    struct slot *s = &p->slots[i];

    if ((int32_t)i >= p->fresh || !s->done || s->generation != key >> 32)
        return;
    icmp_done *done = s->done;
    s->done = NULL;
    s->next = p->free;
    p->free = (int32_t)i;
    if (error != ECANCELED)
        done(error, rtt_ms, s->data);
}

static void disconnect(struct ping *p)
{
    if (p->watch)
        loop_forget(p->loop, p->watch);
    if (p->fd >= 0)
        close(p->fd);
    p->watch = NULL;
    p->fd = NONE;
    p->queued = 0;
}

/* Nobody is left waiting for a process that is away. */
static void lose(struct ping *p)
{
    disconnect(p);
    for (int32_t i = 0; i < p->fresh; i++)
        end(p, (uint64_t)p->slots[i].generation << 32 | (uint32_t)i, ENOTCONN, 0);
}

static void send_queue(struct ping *p)
{
    if (p->queued == 0 || p->fd < 0)
        return;
    ssize_t rc = send(p->fd, p->queue, p->queued * sizeof p->queue[0], MSG_NOSIGNAL | MSG_DONTWAIT);
    if (rc >= 0)
        p->queued = 0;
    else if (errno != EAGAIN && errno != EINTR)
        lose(p);
}

static void on_flush(uv_prepare_t *h)
{
    uv_prepare_stop(h);
    send_queue((struct ping *)h);
}

static void on_ready(void *data, uint32_t epoll)
{
    struct ping *p = data;
    struct pingwire_answer in[PINGWIRE_MANY];
    ssize_t n;

    (void)epoll;
    while ((n = recv(p->fd, in, sizeof in, MSG_DONTWAIT)) > 0) {
        for (size_t i = 0; i < (size_t)n / sizeof in[0]; i++)
            end(p, in[i].key, in[i].error, (double)in[i].rtt_us / 1000);
        if (p->fd < 0)
            return; /* a callback has closed it */
    }
    if (n == 0 || (errno != EAGAIN && errno != EINTR))
        lose(p);
    else
        send_queue(p);
}

static bool connected(struct ping *p)
{
    if (p->fd >= 0)
        return true;
    p->fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (p->fd >= 0 && connect(p->fd, (struct sockaddr *)&p->path, sizeof p->path) == 0)
        p->watch = loop_watch(p->loop, p->fd, on_ready, p);
    if (p->watch)
        return true;
    disconnect(p);
    return false;
}

/* The pinger is away: said from the loop, not from inside ping_send. */
static void on_away(uv_prepare_t *h)
{
    uv_prepare_stop(h);
    lose((struct ping *)h);
}

static uint64_t ask(struct ping *p, const struct addr *to, int timeout_ms, icmp_done *done,
                    void *data)
{
    bool fresh = p->free == NONE;
    int32_t i = fresh ? p->fresh : p->free;

    if (i == SLOTS || p->queued == PINGWIRE_MANY)
        send_queue(p);
    if (i == SLOTS || p->queued == PINGWIRE_MANY)
        return 0;
    struct slot *s = &p->slots[i];
    if (fresh)
        p->fresh++;
    else
        p->free = s->next;
    *s = (struct slot){.done = done, .data = data, .generation = s->generation + 1};
    uint64_t key = (uint64_t)s->generation << 32 | 1u << 31 | (uint32_t)i;
    struct pingwire_request *r = &p->queue[p->queued++];
    *r = (struct pingwire_request){.key = key, .timeout_ms = (uint32_t)timeout_ms, .v4 = to->v4};
    memcpy(r->addr, to->b, sizeof r->addr);
    uv_prepare_start(&p->flush, connected(p) ? on_flush : on_away);
    return key;
}

uint64_t ping_send(struct ping *p, const struct net_policy *policy, const struct net_own *own,
                   const struct addr *to, int timeout_ms, icmp_done *done, void *data,
                   enum net_verdict *why)
{
    struct sockaddr_storage sa;
    socklen_t len = addr_sockaddr(to, 0, &sa);

    *why = net_judge(policy, own, (struct sockaddr *)&sa, len, NET_ICMP);
    if (*why != NET_ALLOWED)
        return 0;
    if (p->engine)
        return icmp_send(p->engine, to, timeout_ms, done, data);
    return ask(p, to, timeout_ms, done, data);
}

void ping_cancel(struct ping *p, uint64_t handle)
{
    if (p->engine)
        icmp_cancel(p->engine, handle);
    else if (handle)
        end(p, handle, ECANCELED, 0);
}

static void free_ping(uv_handle_t *h)
{
    struct ping *p = (struct ping *)h;

    free(p->slots);
    free(p);
}

void ping_free(struct ping *p)
{
    if (!p)
        return;
    icmp_free(p->engine);
    disconnect(p);
    uv_prepare_stop(&p->flush);
    uv_close((uv_handle_t *)&p->flush, free_ping);
}

struct ping *ping_new(struct loop *loop, const char *pinger, struct err *e)
{
    struct ping *p = calloc(1, sizeof *p);
    bool fits = !pinger || strlen(pinger) < sizeof p->path.sun_path;

    if (p && pinger)
        p->slots = calloc(SLOTS, sizeof *p->slots);
    if (!p || (pinger && !p->slots) || !fits) {
        if (p)
            free(p->slots);
        free(p);
        err_set(e, fits ? ERR_UNAVAILABLE : ERR_INVALID, "%s",
                fits ? "no memory for ICMP" : "the path of the pinger's socket is too long");
        return NULL;
    }
    p->loop = loop;
    p->fd = p->free = NONE;
    uv_prepare_init(loop_uv(loop), &p->flush);
    if (pinger) {
        p->path.sun_family = AF_UNIX;
        memcpy(p->path.sun_path, pinger, strlen(pinger));
    } else if (!(p->engine = icmp_new(loop, e))) {
        ping_free(p);
        return NULL;
    }
    return p;
}
