/* tocsin-pinger: the one process with a raw ICMP socket. It opens its sockets, gives up every
 * privilege, and then only turns requests on a local socket into echo requests and answers back,
 * never faster than its rate. It knows no tenants and judges no addresses: whoever may open its
 * socket has judged them. */
#include "config.h"

#include <errno.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/proc.h"
#include "io/icmp.h"
#include "io/pingwire.h"
#include "io/sandbox.h"

enum {
    CLIENTS = 16,
    WAITING = 65536, /* requests held back by the rate */
    RATE = 20000,    /* a second, unless --rate says otherwise */
    BURST = 512,
    REFILL_MS = 2,
    DRAIN_MS = 1000,
};

struct client {
    struct pinger *pinger;
    int fd; /* -1: free */
    uint32_t generation;
    struct loop_watch *watch;
    size_t ready;
    struct pingwire_answer answers[PINGWIRE_MANY];
};

/* A request that is sent or waits to be; lives until it is answered or given up. */
struct request {
    struct client *client;
    uint32_t generation; /* of the client when it asked */
    struct pingwire_request wire;
    struct request *next; /* waiting */
};

struct pinger {
    uv_loop_t uv;
    struct loop *loop;
    struct icmp_engine *engine;
    struct loop_watch *accepting;
    int listener, signals;
    bool draining;
    size_t in_flight, waiting;
    struct request *first, *last;
    int64_t rate, tokens, filled_us;
    uv_timer_t refill, drain;
    uv_prepare_t flush;
    uv_poll_t on_signal;
    struct client clients[CLIENTS];
};

static void disconnect(struct client *c)
{
    loop_forget(c->pinger->loop, c->watch);
    close(c->fd);
    c->fd = -1;
    c->generation++;
    c->ready = 0;
}

static void send_answers(struct client *c)
{
    size_t n = c->ready * sizeof c->answers[0];

    c->ready = 0;
    /* A client that does not read its answers loses them: its checks end by their deadline. */
    if (c->fd >= 0 && n > 0 && send(c->fd, c->answers, n, MSG_NOSIGNAL | MSG_DONTWAIT) < 0 &&
        errno != EAGAIN && errno != EINTR)
        disconnect(c);
}

static void on_flush(uv_prepare_t *h)
{
    struct pinger *p = h->data;

    for (size_t i = 0; i < CLIENTS; i++)
        send_answers(&p->clients[i]);
    uv_prepare_stop(h);
    if (p->draining && p->in_flight == 0 && p->waiting == 0)
        uv_stop(&p->uv);
}

static void answer(struct request *r, int error, double rtt_ms)
{
    struct client *c = r->client;

    uv_prepare_start(&c->pinger->flush, on_flush);
    if (c->fd >= 0 && c->generation == r->generation && error != ETIMEDOUT) {
        if (c->ready == PINGWIRE_MANY)
            send_answers(c);
        c->answers[c->ready++] = (struct pingwire_answer){
            .key = r->wire.key, .rtt_us = (uint32_t)(rtt_ms * 1000), .error = error};
    }
    free(r);
}

static void on_echo(int error, double rtt_ms, void *data)
{
    struct request *r = data;

    r->client->pinger->in_flight--;
    answer(r, error, rtt_ms);
}

static void send_now(struct pinger *p, struct request *r)
{
    struct addr to = {.v4 = r->wire.v4 != 0};
    int timeout_ms = r->wire.timeout_ms < 30000 ? (int)r->wire.timeout_ms : 30000;

    memcpy(to.b, r->wire.addr, to.v4 ? 4 : 16);
    p->tokens--;
    p->in_flight++;
    if (!icmp_send(p->engine, &to, timeout_ms, on_echo, r))
        on_echo(ENOBUFS, 0, r);
}

static void fill(struct pinger *p)
{
    int64_t now = clock_mono_us(), more = (now - p->filled_us) * p->rate / 1000000;

    if (more <= 0)
        return;
    p->filled_us = now;
    p->tokens = p->tokens + more < BURST ? p->tokens + more : BURST;
}

static void on_refill(uv_timer_t *t)
{
    struct pinger *p = t->data;

    fill(p);
    while (p->first && p->tokens > 0) {
        struct request *r = p->first;
        p->first = r->next;
        p->waiting--;
        send_now(p, r);
    }
    if (!p->first)
        uv_timer_stop(t);
}

static void take(struct client *c, const struct pingwire_request *wire)
{
    struct pinger *p = c->pinger;
    struct request *r = malloc(sizeof *r);

    if (!r)
        return; /* the asker's deadline tells it */
    *r = (struct request){.client = c, .generation = c->generation, .wire = *wire};
    if (p->waiting == WAITING) {
        answer(r, ENOBUFS, 0);
    } else if (!p->first && p->tokens > 0) {
        send_now(p, r);
    } else {
        if (p->first)
            p->last->next = r;
        else
            p->first = r;
        p->last = r;
        if (p->waiting++ == 0)
            uv_timer_start(&p->refill, on_refill, REFILL_MS, REFILL_MS);
    }
}

static void on_request(void *data, uint32_t epoll)
{
    struct client *c = data;
    struct pingwire_request in[PINGWIRE_MANY];
    ssize_t n;

    (void)epoll;
    fill(c->pinger);
    while ((n = recv(c->fd, in, sizeof in, MSG_DONTWAIT)) > 0 && !c->pinger->draining)
        for (size_t i = 0; i < (size_t)n / sizeof in[0]; i++)
            take(c, &in[i]);
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
        disconnect(c);
}

static void on_connection(void *data, uint32_t epoll)
{
    struct pinger *p = data;
    int fd;

    (void)epoll;
    while ((fd = accept4(p->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        struct client *c = p->clients;
        while (c < p->clients + CLIENTS && c->fd >= 0)
            c++;
        if (c < p->clients + CLIENTS && (c->watch = loop_watch(p->loop, fd, on_request, c)))
            c->fd = fd;
        else
            close(fd);
    }
}

static void on_drained(uv_timer_t *t)
{
    uv_stop(t->loop);
}

static void on_signal(uv_poll_t *h, int status, int events)
{
    struct pinger *p = h->data;

    (void)status;
    (void)events;
    while (proc_signal_next(p->signals) != 0)
        p->draining = true;
    if (!p->draining)
        return;
    log_event(LOG_INFO, "stopping", NULL);
    uv_timer_start(&p->drain, on_drained, p->in_flight + p->waiting ? DRAIN_MS : 0, 0);
}

static bool give_up_capabilities(struct err *e)
{
    struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[2] = {0};

    if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0 ||
        syscall(SYS_capset, &head, none) != 0)
        return err_set(e, ERR_INTERNAL, "cannot give up capabilities: %s", strerror(errno));
    return true;
}

static int listen_at(const char *path, struct err *e)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    size_t n = strlen(path);

    if (n >= sizeof at.sun_path) {
        err_set(e, ERR_INVALID, "the path of the socket is longer than %zu bytes",
                sizeof at.sun_path - 1);
        return -1;
    }
    memcpy(at.sun_path, path, n);
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd >= 0)
        unlink(path);
    mode_t before = umask(0117);
    bool ok = fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(fd, 16) == 0;
    umask(before);
    if (ok)
        return fd;
    err_set(e, ERR_INTERNAL, "cannot listen at %.100s: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}

/* Raw sockets first, then no privileges, then the door opens. */
static bool set_up(struct pinger *p, const char *path, const char *user, struct err *e)
{
    static const int signals[] = {SIGTERM, SIGINT, SIGHUP};

    if (uv_loop_init(&p->uv) != 0)
        return err_set(e, ERR_UNAVAILABLE, "the event loop does not start");
    if (!(p->loop = loop_new(&p->uv, e)) || !(p->engine = icmp_new(p->loop, e)) ||
        !proc_become(user, e) || !give_up_capabilities(e) || !sandbox_no_exec(e) ||
        (p->signals = proc_signals(signals, 2, e)) < 0 || (p->listener = listen_at(path, e)) < 0)
        return false;
    uv_timer_init(&p->uv, &p->refill);
    uv_timer_init(&p->uv, &p->drain);
    uv_prepare_init(&p->uv, &p->flush);
    uv_poll_init(&p->uv, &p->on_signal, p->signals);
    p->refill.data = p->flush.data = p->on_signal.data = p;
    for (size_t i = 0; i < CLIENTS; i++)
        p->clients[i] = (struct client){.pinger = p, .fd = -1};
    uv_poll_start(&p->on_signal, UV_READABLE, on_signal);
    p->accepting = loop_watch(p->loop, p->listener, on_connection, p);
    return p->accepting || err_set(e, ERR_UNAVAILABLE, "the listening socket cannot be watched");
}

static const char *value_of(int argc, char **argv, const char *name)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return argv[i + 1];
    return NULL;
}

static bool known(const char *name)
{
    static const char *const names[] = {"--socket", "--user", "--config", "--rate"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

int main(int argc, char **argv)
{
    static struct pinger p;
    const char *path = value_of(argc, argv, "--socket"), *rate = value_of(argc, argv, "--rate");
    struct err e = {0};
    bool usage = !path || argc % 2 == 0;

    log_init("pinger", LOG_INFO);
    for (int i = 1; i < argc && !usage; i += 2)
        usage = !known(argv[i]);
    p.rate = RATE;
    p.tokens = BURST;
    if (usage || (rate && !str_int(str_of(rate), 1, 1000000, &p.rate))) {
        fprintf(stderr, "usage: tocsin-pinger --socket PATH [--user NAME] [--rate PER_SECOND] "
                        "[--config FILE]\n");
        return 2;
    }
    if (!set_up(&p, path, value_of(argc, argv, "--user"), &e)) {
        log_err("start", &e);
        return e.code == ERR_FORBIDDEN ? PROC_EXIT_CANNOT : 1;
    }
    log_event(LOG_INFO, "started", "socket", path, NULL);
    uv_run(&p.uv, UV_RUN_DEFAULT);
    for (size_t i = 0; i < CLIENTS; i++)
        send_answers(&p.clients[i]);
    unlink(path);
    return 0;
}
