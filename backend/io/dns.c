/* c-ares on libuv: one poll handle a c-ares socket, one timer for its time-outs. */
#include "io/dns.h"

#include <ares.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

enum { TRY_MS = 2000, TRIES = 2 };

struct watch {
    uv_poll_t poll; /* first: freed by its close callback */
    struct dns *dns;
    ares_socket_t fd;
    struct watch *next;
};

struct dns {
    uv_timer_t timer; /* first: freed by its close callback */
    uv_loop_t *loop;
    uv_timer_cb on_timer;
    ares_channel channel;
    struct watch *watches;
};

/* Owned by c-ares' callback; a cancelled one merely forgets its caller. */
struct dns_lookup {
    void (*done)(const struct dns_answer *, void *);
    void *data;
    struct dns_lookup **slot; /* the caller's, cleared before `done` */
};

static void free_handle(uv_handle_t *h)
{
    free(h);
}

static void rearm(struct dns *d)
{
    struct timeval tv, *next = ares_timeout(d->channel, NULL, &tv);

    if (!next) {
        uv_timer_stop(&d->timer);
        return;
    }
    uint64_t ms = (uint64_t)next->tv_sec * 1000 + (uint64_t)next->tv_usec / 1000 + 1;
    uv_timer_start(&d->timer, d->on_timer, ms, 0);
}

static void on_timer(uv_timer_t *t)
{
    struct dns *d = (struct dns *)t;

    ares_process_fd(d->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
    rearm(d);
}

static void on_poll(uv_poll_t *p, int status, int events)
{
    struct watch *w = (struct watch *)p;
    struct dns *d = w->dns;
    bool in = status < 0 || (events & UV_READABLE), out = status < 0 || (events & UV_WRITABLE);

    ares_process_fd(d->channel, in ? w->fd : ARES_SOCKET_BAD, out ? w->fd : ARES_SOCKET_BAD);
    rearm(d);
}

static void unwatch(struct watch **at)
{
    struct watch *w = *at;

    *at = w->next;
    uv_poll_stop(&w->poll);
    uv_close((uv_handle_t *)&w->poll, free_handle);
}

static void on_socket(void *data, ares_socket_t fd, int in, int out)
{
    struct dns *d = data;
    struct watch **at = &d->watches;

    while (*at && (*at)->fd != fd)
        at = &(*at)->next;
    if (!in && !out) {
        if (*at)
            unwatch(at);
        return;
    }
    if (!*at) {
        struct watch *w = calloc(1, sizeof *w);
        if (!w || uv_poll_init(d->loop, &w->poll, fd) != 0) {
            free(w); /* the query then ends by its time-out */
            return;
        }
        w->dns = d;
        w->fd = fd;
        *at = w;
    }
    uv_poll_start(&(*at)->poll, (in ? UV_READABLE : 0) | (out ? UV_WRITABLE : 0), on_poll);
}

static enum dns_outcome outcome_of(int status)
{
    switch (status) {
    case ARES_SUCCESS:
        return DNS_OK;
    case ARES_ENOTFOUND:
    case ARES_ENODATA:
    case ARES_ENONAME:
    case ARES_EBADNAME:
        return DNS_NO_NAME;
    case ARES_ENOMEM:
        return DNS_NO_MEMORY;
    default:
        return DNS_NO_ANSWER;
    }
}

static void on_answer(void *data, int status, int timeouts, struct ares_addrinfo *info)
{
    struct dns_lookup *l = data;
    struct dns_answer a = {.outcome = outcome_of(status)};

    (void)timeouts;
    for (const struct ares_addrinfo_node *n = info ? info->nodes : NULL; n; n = n->ai_next) {
        uint16_t port;
        if (a.n < DNS_ADDRESSES &&
            addr_of_sockaddr(n->ai_addr, (socklen_t)n->ai_addrlen, &a.addrs[a.n], &port))
            a.n++;
    }
    if (info)
        ares_freeaddrinfo(info);
    if (a.outcome == DNS_OK && a.n == 0)
        a.outcome = DNS_NO_NAME;
    if (l->done) {
        *l->slot = NULL;
        l->done(&a, l->data);
    }
    free(l);
}

static bool start_channel(struct dns *d, const char *servers, struct err *e)
{
    struct ares_options o = {
        .flags = ARES_FLAG_NOSEARCH,
        .timeout = TRY_MS,
        .tries = TRIES,
        .sock_state_cb = on_socket,
        .sock_state_cb_data = d,
    };
    int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB |
               ARES_OPT_DOMAINS;

    if (ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS ||
        ares_init_options(&d->channel, &o, mask) != ARES_SUCCESS)
        return err_set(e, ERR_UNAVAILABLE, "the resolver library does not start");
    if (servers && *servers && ares_set_servers_ports_csv(d->channel, servers) != ARES_SUCCESS) {
        ares_destroy(d->channel);
        return err_field(e, ERR_INVALID, "resolver",
                         "resolvers are ADDRESS or ADDRESS:PORT, "
                         "separated by commas");
    }
    return true;
}

struct dns *dns_new(uv_loop_t *loop, const char *servers, struct err *e)
{
    struct dns *d = calloc(1, sizeof *d);

    if (!d) {
        err_set(e, ERR_UNAVAILABLE, "no memory for the resolver");
        return NULL;
    }
    d->loop = loop;
    d->on_timer = on_timer;
    if (!start_channel(d, servers, e)) {
        free(d);
        return NULL;
    }
    uv_timer_init(loop, &d->timer);
    return d;
}

void dns_free(struct dns *d)
{
    if (!d)
        return;
    ares_destroy(d->channel); /* ends all lookups and closes all sockets */
    while (d->watches)
        unwatch(&d->watches);
    uv_close((uv_handle_t *)&d->timer, free_handle);
    ares_library_cleanup();
}

bool dns_resolve(struct dns *d, const char *name, struct dns_lookup **in_flight,
                 void (*done)(const struct dns_answer *a, void *data), void *data)
{
    static const struct ares_addrinfo_hints hints = {.ai_family = AF_UNSPEC,
                                                     .ai_socktype = SOCK_STREAM};
    struct dns_lookup *l = calloc(1, sizeof *l);

    if (!l)
        return false;
    *l = (struct dns_lookup){.done = done, .data = data, .slot = in_flight};
    *in_flight = l;
    ares_getaddrinfo(d->channel, name, NULL, &hints, on_answer, l);
    rearm(d);
    return true;
}

void dns_cancel(struct dns_lookup **in_flight)
{
    if (*in_flight)
        (*in_flight)->done = NULL;
    *in_flight = NULL;
}
