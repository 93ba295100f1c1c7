/* One outgoing connection as a small state machine. Freed by dial_close or after `failed`. */
#include "io/dial.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include "base/clock.h"
#include "base/scope.h"

enum { CONNECT_MS = 5000, HOST_MAX = 254 };

struct dial {
    uv_timer_t timer; /* first: freed by its close callback; one a connection attempt */
    const struct dial_shared *shared;
    struct net_policy *policy;
    struct dial_to to;
    char host[HOST_MAX], name[HOST_MAX];
    const struct dial_calls *calls;
    void *data;
    enum dial_phase phase;
    struct dial_times times;
    struct locate where;
    size_t tried; /* addresses; the one in use is where.addrs[tried - 1] */
    int fd;
    bool named;    /* the host is no literal address */
    bool readable; /* something has come since reading last found nothing */
    struct loop_watch *watch;
    SSL *ssl;
    struct failure worst; /* of the addresses tried: the target's own faults come first */
    void (*on_event)(void *data, uint32_t epoll);
    uv_timer_cb on_attempt_over;
};

static void free_dial(uv_handle_t *h)
{
    struct dial *d = (struct dial *)h;

    net_policy_drop(d->policy);
    free(d);
}

static void drop_socket(struct dial *d)
{
    SSL_free(d->ssl);
    d->ssl = NULL;
    if (d->watch)
        loop_forget(d->shared->loop, d->watch);
    d->watch = NULL;
    if (d->fd >= 0)
        close(d->fd);
    d->fd = -1;
    d->readable = false;
}

void dial_close(struct dial *d)
{
    locate_cancel(&d->where);
    drop_socket(d);
    uv_close((uv_handle_t *)&d->timer, free_dial);
}

static void fail(struct dial *d, const struct failure *why)
{
    void *data = d->data;
    void (*failed)(const struct failure *, void *) = d->calls->failed;

    dial_close(d);
    failed(why, data);
}

static void fail_with(struct dial *d, bool ours, const char *reason, const char *text)
{
    struct failure f;

    failure_set(&f, ours, reason, "%s", text);
    fail(d, &f);
}

static void become_open(struct dial *d)
{
    uv_timer_stop(&d->timer);
    d->phase = DIAL_OPEN;
    d->calls->open(d->data);
}

/* True when the handshake is over and went well. */
static bool believe(struct dial *d)
{
    enum tls_fault f = d->to.verify ? tls_judge(d->ssl) : TLS_TRUSTED;

    if (f == TLS_TRUSTED)
        return true;
    fail_with(d, f == TLS_NO_ANCHORS, tls_fault_slug(f), tls_fault_text(f));
    return false;
}

static void shake_hands(struct dial *d)
{
    ERR_clear_error();
    errno = 0;
    int rc = SSL_do_handshake(d->ssl), error = errno, why;

    if (rc == 1) {
        d->times.secured = clock_mono_us();
        if (believe(d))
            become_open(d);
        return;
    }
    why = SSL_get_error(d->ssl, rc);
    if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE)
        return;
    if (why == SSL_ERROR_SYSCALL && error != 0) {
        struct failure f;
        ERR_clear_error();
        failure_errno(&f, error);
        fail(d, &f);
        return;
    }
    char text[160];
    tls_why(text, sizeof text);
    fail_with(d, false, "tls_handshake", text);
}

/* Only where the caller's own deadline would not come first. */
static void limit_attempt(struct dial *d)
{
    int64_t spent_ms = (clock_mono_us() - d->times.start) / 1000;
    int64_t left = d->to.budget_ms - spent_ms, untried = (int64_t)(d->where.n - d->tried) + 1;
    int64_t share = left / untried;

    if (share >= CONNECT_MS)
        share = CONNECT_MS;
    else if (untried == 1)
        return;
    uv_timer_start(&d->timer, d->on_attempt_over, share > 1 ? (uint64_t)share : 1, 0);
}

/* 0 when a connection is under way. */
static int attempt(struct dial *d, const struct sockaddr *sa, socklen_t len)
{
    static const int on = 1;

    d->fd = socket(sa->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (d->fd < 0)
        return errno;
    if (d->to.tls && setsockopt(d->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0)
        return errno;
    if (connect(d->fd, sa, len) != 0 && errno != EINPROGRESS)
        return errno;
    d->watch = loop_watch(d->shared->loop, d->fd, d->on_event, d);
    return d->watch ? 0 : ENOMEM;
}

static void remember(struct dial *d, const struct failure *f)
{
    if (!d->worst.reason || d->worst.ours)
        d->worst = *f;
}

static void connect_next(struct dial *d, const struct failure *last)
{
    struct failure f;

    uv_timer_stop(&d->timer);
    if (last)
        remember(d, last);
    while (d->tried < d->where.n) {
        struct sockaddr_storage sa;
        socklen_t len = addr_sockaddr(&d->where.addrs[d->tried++], d->to.port, &sa);
        const struct sockaddr *to = (const struct sockaddr *)&sa;
        drop_socket(d);
        enum net_verdict v = net_judge(d->policy, d->shared->own, to, len, NET_CONNECT);
        if (v != NET_ALLOWED) {
            fail_with(d, true, "blocked_target", net_verdict_text(v));
            return;
        }
        int error = attempt(d, to, len);
        if (error == 0) {
            limit_attempt(d);
            return;
        }
        failure_errno(&f, error);
        remember(d, &f);
    }
    f = d->worst;
    fail(d, &f);
}

static void on_connected(struct dial *d)
{
    int error = 0;
    socklen_t len = sizeof error;

    if (getsockopt(d->fd, SOL_SOCKET, SO_ERROR, &error, &len) != 0)
        error = errno;
    if (error != 0) {
        struct failure f;
        failure_errno(&f, error);
        connect_next(d, &f);
        return;
    }
    d->times.connected = clock_mono_us();
    if (!d->to.tls) {
        become_open(d);
        return;
    }
    d->phase = DIAL_SECURING;
    d->ssl = tls_session(d->shared->tls, d->fd, d->name[0] ? d->name : d->host);
    if (d->ssl)
        shake_hands(d);
    else
        fail_with(d, true, "no_memory", "no memory for TLS");
}

static void on_event(void *data, uint32_t epoll)
{
    struct dial *d = data;

    d->readable = d->readable || (epoll & ~(uint32_t)EPOLLOUT) != 0;
    switch (d->phase) {
    case DIAL_RESOLVING:
        return;
    case DIAL_CONNECTING:
        if (epoll & (EPOLLOUT | EPOLLERR | EPOLLHUP))
            on_connected(d);
        return;
    case DIAL_SECURING:
        shake_hands(d);
        return;
    case DIAL_OPEN:
        d->calls->ready(d->data);
    }
}

static void on_attempt_over(uv_timer_t *t)
{
    struct dial *d = (struct dial *)t;
    struct failure f;

    failure_errno(&f, ETIMEDOUT);
    connect_next(d, &f);
}

static void on_located(const struct failure *why, void *data)
{
    struct dial *d = data;

    if (d->named)
        d->times.resolved = clock_mono_us();
    d->phase = DIAL_CONNECTING;
    if (why)
        fail(d, why);
    else
        connect_next(d, NULL);
}

/* First turn of the loop after dial_start, so that no call comes from inside it. */
static void on_begin(uv_timer_t *t)
{
    struct dial *d = (struct dial *)t;
    const struct locate_need need = {.dns = d->shared->dns,
                                     .own = d->shared->own,
                                     .policy = d->policy,
                                     .host = d->host,
                                     .port = d->to.port,
                                     .use = NET_CONNECT,
                                     .family = d->to.family};

    locate_start(&d->where, &need, on_located, d);
}

struct dial *dial_start(const struct dial_shared *shared, struct net_policy *policy,
                        const struct dial_to *to, const struct dial_calls *calls, void *data,
                        struct err *e)
{
    enum addr_host kind;
    struct addr literal;

    if (!addr_host(str_of(to->host), &kind, &literal, e))
        return NULL;
    struct dial *d = calloc(1, sizeof *d);
    if (!d) {
        err_set(e, ERR_UNAVAILABLE, "no memory for a connection");
        return NULL;
    }
    d->shared = shared;
    d->policy = net_policy_hold(policy);
    d->to = *to;
    d->to.host = d->to.server_name = NULL; /* copied below */
    d->calls = calls;
    d->data = data;
    d->fd = -1;
    d->named = kind == ADDR_HOST_NAME;
    d->on_event = on_event;
    d->on_attempt_over = on_attempt_over;
    d->times.start = clock_mono_us();
    snprintf(d->host, sizeof d->host, "%s", to->host);
    if (to->server_name)
        snprintf(d->name, sizeof d->name, "%s", to->server_name);
    uv_timer_init(loop_uv(shared->loop), &d->timer);
    uv_timer_start(&d->timer, on_begin, 0, 0);
    return d;
}

enum dial_phase dial_phase(const struct dial *d)
{
    return d->phase;
}

const struct dial_times *dial_times(const struct dial *d)
{
    return &d->times;
}

const struct addr *dial_peer(const struct dial *d)
{
    return d->tried ? &d->where.addrs[d->tried - 1] : NULL;
}

SSL *dial_ssl(struct dial *d)
{
    return d->ssl;
}

void dial_timed_out(const struct dial *d, struct failure *out)
{
    static const char *const texts[] = {
        [DIAL_RESOLVING] = "no resolver answered in time",
        [DIAL_CONNECTING] = "no answer to the attempt to connect",
        [DIAL_SECURING] = "the TLS handshake was not done in time",
        [DIAL_OPEN] = "connected, but not answered in time",
    };
    bool resolving = d->phase == DIAL_RESOLVING;

    failure_set(out, resolving, resolving ? "resolver_failed" : "timeout", "%s", texts[d->phase]);
}

static enum dial_io over_ssl(struct dial *d, int rc)
{
    int why = SSL_get_error(d->ssl, rc);

    if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE)
        return DIAL_AGAIN;
    ERR_clear_error();
    return why == SSL_ERROR_ZERO_RETURN ? DIAL_END : DIAL_BROKEN;
}

enum dial_io dial_read(struct dial *d, void *p, size_t cap, size_t *n)
{
    if (d->ssl) {
        int rc = SSL_read_ex(d->ssl, p, cap, n);
        return rc == 1 ? DIAL_MOVED : over_ssl(d, rc);
    }
    if (!d->readable)
        return DIAL_AGAIN; /* the watch tells of edges: no need to ask the kernel */
    ssize_t got = recv(d->fd, p, cap, 0);
    if (got > 0) {
        *n = (size_t)got;
        return DIAL_MOVED;
    }
    if (got == 0)
        return DIAL_END;
    if (errno != EAGAIN && errno != EINTR)
        return DIAL_BROKEN;
    d->readable = false;
    return DIAL_AGAIN;
}

enum dial_io dial_write(struct dial *d, const void *p, size_t len, size_t *n)
{
    if (d->ssl) {
        int rc = SSL_write_ex(d->ssl, p, len, n);
        return rc == 1 ? DIAL_MOVED : over_ssl(d, rc);
    }
    ssize_t put = send(d->fd, p, len, MSG_NOSIGNAL);
    if (put >= 0) {
        *n = (size_t)put;
        return DIAL_MOVED;
    }
    return errno == EAGAIN || errno == EINTR ? DIAL_AGAIN : DIAL_BROKEN;
}
