/* c-ares on libuv: one poll handle a c-ares socket, one timer for its time-outs. A channel knows
 * the servers it was made with; when resolv.conf changes, a new one takes the next lookups and the
 * old one goes when its last is over. */
#include "io/dns.h"

#include <ares.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/log.h"

enum { TRY_MS = 2000, TRIES = 2, LOOK_MS = 2000 };

static const char resolv_conf[] = "/etc/resolv.conf";

struct watch {
    uv_poll_t poll; /* first: freed by its close callback */
    struct channel *channel;
    ares_socket_t fd;
    struct watch *next;
};

struct channel {
    uv_timer_t timer; /* first: freed by its close callback */
    uv_loop_t *loop;
    uv_timer_cb on_timer;
    ares_channel ares;
    struct watch *watches;
    size_t lookups;
    struct dns *retired_from; /* NULL: it takes lookups */
    struct channel *next;     /* among the retired */
};

/* Which resolv.conf was read. */
struct seen {
    dev_t device;
    ino_t inode;
    off_t bytes;
    struct timespec changed;
};

struct dns {
    uv_loop_t *loop;
    bool fixed; /* servers were given: resolv.conf is not looked at */
    struct seen seen;
    int64_t looked_mono_ms;
    struct channel *now, *retired;
};

/* Owned by c-ares' callback; a cancelled one merely forgets its caller. */
struct dns_lookup {
    struct channel *channel;
    void (*done)(const struct dns_answer *, void *);
    void *data;
    struct dns_lookup **slot; /* the caller's, cleared before `done` */
};

static void free_handle(uv_handle_t *h)
{
    free(h);
}

static void unwatch(struct watch **at)
{
    struct watch *w = *at;

    *at = w->next;
    uv_poll_stop(&w->poll);
    uv_close((uv_handle_t *)&w->poll, free_handle);
}

/* Ends all its lookups. Not from within a callback of c-ares. */
static void close_channel(struct channel *c)
{
    ares_destroy(c->ares);
    while (c->watches)
        unwatch(&c->watches);
    uv_close((uv_handle_t *)&c->timer, free_handle);
}

static void forget_retired(struct channel *c)
{
    struct channel **at = &c->retired_from->retired;

    while (*at != c)
        at = &(*at)->next;
    *at = c->next;
    close_channel(c);
}

static void rearm(struct channel *c)
{
    struct timeval tv, *next = ares_timeout(c->ares, NULL, &tv);

    if (c->retired_from && c->lookups == 0) {
        uv_timer_start(&c->timer, c->on_timer, 0, 0);
    } else if (!next) {
        uv_timer_stop(&c->timer);
    } else {
        uint64_t ms = (uint64_t)next->tv_sec * 1000 + (uint64_t)next->tv_usec / 1000 + 1;
        uv_timer_start(&c->timer, c->on_timer, ms, 0);
    }
}
static void on_timer(uv_timer_t *t)
{
    struct channel *c = (struct channel *)t;

    if (c->retired_from && c->lookups == 0) {
        forget_retired(c);
        return;
    }
    ares_process_fd(c->ares, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
    rearm(c);
}

static void on_poll(uv_poll_t *p, int status, int events)
{
    struct watch *w = (struct watch *)p;
    struct channel *c = w->channel;
    bool in = status < 0 || (events & UV_READABLE), out = status < 0 || (events & UV_WRITABLE);

    ares_process_fd(c->ares, in ? w->fd : ARES_SOCKET_BAD, out ? w->fd : ARES_SOCKET_BAD);
    rearm(c);
}

static void on_socket(void *data, ares_socket_t fd, int in, int out)
{
    struct channel *c = data;
    struct watch **at = &c->watches;

    while (*at && (*at)->fd != fd)
        at = &(*at)->next;
    if (!in && !out) {
        if (*at)
            unwatch(at);
        return;
    }
    if (!*at) {
        struct watch *w = calloc(1, sizeof *w);
        if (!w || uv_poll_init(c->loop, &w->poll, fd) != 0) {
            free(w); /* the query then ends by its time-out */
            return;
        }
        w->channel = c;
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
    l->channel->lookups--;
    if (l->done) {
        *l->slot = NULL;
        l->done(&a, l->data);
    }
    free(l);
}

static bool start_channel(struct channel *c, const char *servers, struct err *e)
{
    struct ares_options o = {
        .flags = ARES_FLAG_NOSEARCH,
        .timeout = TRY_MS,
        .tries = TRIES,
        .sock_state_cb = on_socket,
        .sock_state_cb_data = c,
    };
    int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB |
               ARES_OPT_DOMAINS;

    if (ares_init_options(&c->ares, &o, mask) != ARES_SUCCESS)
        return err_set(e, ERR_UNAVAILABLE, "the resolver library does not start");
    if (servers && *servers && ares_set_servers_ports_csv(c->ares, servers) != ARES_SUCCESS) {
        ares_destroy(c->ares);
        return err_field(e, ERR_INVALID, "resolver",
                         "resolvers are ADDRESS or ADDRESS:PORT, "
                         "separated by commas");
    }
    return true;
}

static struct channel *open_channel(uv_loop_t *loop, const char *servers, struct err *e)
{
    struct channel *c = calloc(1, sizeof *c);

    if (!c) {
        err_set(e, ERR_UNAVAILABLE, "no memory for the resolver");
        return NULL;
    }
    c->loop = loop;
    c->on_timer = on_timer;
    if (!start_channel(c, servers, e)) {
        free(c);
        return NULL;
    }
    uv_timer_init(loop, &c->timer);
    return c;
}

/* False when there is none, as for a moment while it is written anew: what was read stays. */
static bool look(struct seen *out)
{
    struct stat s;

    if (stat(resolv_conf, &s) != 0)
        return false;
    *out = (struct seen){s.st_dev, s.st_ino, s.st_size, s.st_mtim};
    return true;
}

static bool same(const struct seen *a, const struct seen *b)
{
    return a->device == b->device && a->inode == b->inode && a->bytes == b->bytes &&
           a->changed.tv_sec == b->changed.tv_sec && a->changed.tv_nsec == b->changed.tv_nsec;
}

/* A machine that moves to another network gets other servers. */
static void keep_up(struct dns *d)
{
    int64_t now = clock_mono_ms();
    struct err e = {0};
    struct seen seen;

    if (d->fixed || now - d->looked_mono_ms < LOOK_MS)
        return;
    d->looked_mono_ms = now;
    if (!look(&seen) || same(&seen, &d->seen))
        return;
    struct channel *c = open_channel(d->loop, NULL, &e), *old = d->now;
    if (!c) {
        log_err("resolvers", &e); /* and once more in a while */
        return;
    }
    d->seen = seen;
    d->now = c;
    old->retired_from = d;
    old->next = d->retired;
    d->retired = old;
    rearm(old);
    log_event(LOG_INFO, "resolvers_read_again", "file", resolv_conf, NULL);
}

struct dns *dns_new(uv_loop_t *loop, const char *servers, struct err *e)
{
    struct dns *d = calloc(1, sizeof *d);

    if (!d || ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS) {
        free(d);
        err_set(e, ERR_UNAVAILABLE, "no memory for the resolver");
        return NULL;
    }
    d->loop = loop;
    d->fixed = servers && *servers;
    d->looked_mono_ms = clock_mono_ms();
    (void)look(&d->seen); /* none: what comes later is a change */
    d->now = open_channel(loop, servers, e);
    if (!d->now) {
        ares_library_cleanup();
        free(d);
        return NULL;
    }
    return d;
}

void dns_free(struct dns *d)
{
    if (!d)
        return;
    close_channel(d->now);
    while (d->retired)
        forget_retired(d->retired);
    ares_library_cleanup();
    free(d);
}

bool dns_resolve(struct dns *d, const char *name, struct dns_lookup **in_flight,
                 void (*done)(const struct dns_answer *a, void *data), void *data)
{
    static const struct ares_addrinfo_hints hints = {.ai_family = AF_UNSPEC,
                                                     .ai_socktype = SOCK_STREAM};
    struct dns_lookup *l = calloc(1, sizeof *l);

    if (!l)
        return false;
    keep_up(d);
    struct channel *c = d->now;
    *l = (struct dns_lookup){.channel = c, .done = done, .data = data, .slot = in_flight};
    *in_flight = l;
    c->lookups++;
    ares_getaddrinfo(c->ares, name, NULL, &hints, on_answer, l);
    rearm(c);
    return true;
}

void dns_cancel(struct dns_lookup **in_flight)
{
    if (*in_flight)
        (*in_flight)->done = NULL;
    *in_flight = NULL;
}
