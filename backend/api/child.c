/* The dispatcher of one process. libfcgi would block on a kept connection until its next request;
 * so connections are parked in epoll and handed to it only when they have something to say.
 * Invariant: this process reads from a connection only while it serves it, so a parked one costs
 * nothing and holds nobody up. */
#include "api/child.h"

#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "api/gateway.h"
#include "api/serve.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/scope.h"
#include "base/str.h"

enum {
    PARKED_MAX = 256,
    EVENTS = 32,
    RECEIVE_S = 3, /* a record begun must go on within this */
    SEND_S = 10,
    DRAIN_MAX = 9 << 20, /* of a body nobody wanted */
    RSS_EVERY = 256      /* requests between two looks at the size */
};

struct child {
    struct app *app;
    struct slot *slot;
    const struct child_limits *limits;
    int epoll, listener, signals;
    int parked[PARKED_MAX]; /* descriptors; order does not matter */
    size_t nparked;
    uint64_t served;
    bool leaving;
    FCGX_Request fcgi;
    struct arena mem;
    struct answer answer;
};

static void forget(struct child *c, int fd)
{
    for (size_t i = 0; i < c->nparked; i++)
        if (c->parked[i] == fd) {
            c->parked[i] = c->parked[--c->nparked];
            return;
        }
}

/* Reads away what the handler left of the body, so that the connection is at a record's start. */
static void drain(FCGX_Request *r)
{
    char waste[4096];
    size_t total = 0;
    int got;

    while (total < DRAIN_MAX && (got = FCGX_GetStr(waste, sizeof waste, r->in)) > 0)
        total += (size_t)got;
}

static bool grown(const struct child *c)
{
    char text[128];
    struct str rest, total, resident;
    int64_t pages;
    AUTO_FD fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text);

    rest = (struct str){text, n > 0 ? (size_t)n : 0};
    return str_cut(&rest, ' ', &total) && str_cut(&rest, ' ', &resident) &&
           str_int(resident, 0, INT64_MAX / 65536, &pages) &&
           (size_t)pages * (size_t)sysconf(_SC_PAGESIZE) > c->limits->rss_bytes;
}

static void leave(struct child *c)
{
    if (c->leaving)
        return;
    c->leaving = true;
    scoreboard_set(c->slot, SLOT_LEAVING);
    epoll_ctl(c->epoll, EPOLL_CTL_DEL, c->listener, NULL);
}

/* One request of a connection that has something to read. */
static void serve_one(struct child *c, int fd)
{
    FCGX_Request *r = &c->fcgi;

    scoreboard_set(c->slot, SLOT_BUSY);
    r->ipcFd = fd;
    r->keepConnection = 1; /* or FCGX_Accept_r would close the descriptor */
    r->detached = 1;       /* where the library closes, it shall not wait for the peer */
    if (FCGX_Accept_r(r) == 0) {
        struct gateway g = gateway_fcgi(r);
        bool keep = r->keepConnection && c->limits->keep;
        serve(c->app, &g, &c->mem, &c->answer);
        drain(r);
        r->keepConnection = 1;
        FCGX_Finish_r(r);
        c->served++;
        atomic_store(&c->slot->served, c->served);
        if (r->ipcFd >= 0 && (!keep || c->leaving)) {
            close(fd);
            r->ipcFd = -1;
        }
    }
    if (r->ipcFd < 0)
        forget(c, fd); /* closed: end of file, broken record, or not to be kept */
    r->ipcFd = -1;
    if (c->served >= c->limits->serves || (c->served % RSS_EVERY == RSS_EVERY - 1 && grown(c)))
        leave(c);
    else if (!c->leaving)
        scoreboard_set(c->slot, SLOT_IDLE);
}

static bool watch(struct child *c, int fd, uint32_t events)
{
    struct epoll_event ev = {.events = events, .data.fd = fd};

    return epoll_ctl(c->epoll, EPOLL_CTL_ADD, fd, &ev) == 0;
}

static void accept_one(struct child *c)
{
    struct timeval receive = {.tv_sec = RECEIVE_S}, send = {.tv_sec = SEND_S};
    int fd = accept4(c->listener, NULL, NULL, SOCK_CLOEXEC);

    if (fd < 0)
        return; /* another child was quicker, or the peer has left */
    if (c->nparked == PARKED_MAX ||
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &receive, sizeof receive) != 0 ||
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &send, sizeof send) != 0 ||
        !watch(c, fd, EPOLLIN)) {
        log_event(LOG_WARN, "connection_refused", "reason", strerror(errno), NULL);
        close(fd);
        return;
    }
    c->parked[c->nparked++] = fd;
}

/* Serves who is ready, then lets at most one newcomer in: a busy process leaves the others to its
 * siblings, and yet starves nobody. False when it is time to end. */
static bool turn(struct child *c, int timeout_ms)
{
    struct epoll_event events[EVENTS];
    int n = epoll_wait(c->epoll, events, EVENTS, timeout_ms);
    bool newcomer = false;

    if (n < 0)
        return errno == EINTR;
    if (n == 0)
        return false;
    for (int i = 0; i < n; i++) {
        int fd = events[i].data.fd;
        if (fd == c->signals && proc_signal_next(fd) != 0)
            leave(c);
        else if (fd == c->listener)
            newcomer = true;
        else if (fd != c->signals)
            serve_one(c, fd);
    }
    if (newcomer && !c->leaving)
        accept_one(c);
    return true;
}

/* The last look at kept connections: one that has sent a request by now is still served. */
static void finish(struct child *c)
{
    while (c->nparked) {
        struct pollfd p = {.fd = c->parked[c->nparked - 1], .events = POLLIN};
        if (poll(&p, 1, 0) == 1) {
            size_t before = c->nparked;
            serve_one(c, p.fd);
            if (c->nparked < before)
                continue;
        }
        close(p.fd);
        c->nparked--;
    }
}

bool child_run(struct app *app, int listener, struct slot *slot, const struct child_limits *limits,
               struct err *e)
{
    const int ends[] = {SIGTERM, SIGINT, SIGHUP};
    struct child c = {.app = app, .slot = slot, .limits = limits, .listener = listener};

    c.signals = proc_signals(ends, sizeof ends / sizeof *ends, e);
    if (c.signals < 0)
        return false;
    c.epoll = epoll_create1(EPOLL_CLOEXEC);
    if (c.epoll < 0 || !watch(&c, c.signals, EPOLLIN) ||
        !watch(&c, listener, EPOLLIN | EPOLLEXCLUSIVE))
        return err_set(e, ERR_INTERNAL, "epoll: %s", strerror(errno));
    /* After our own signal handling: libfcgi leaves alone only what is not at its default. */
    if (FCGX_Init() != 0 || FCGX_InitRequest(&c.fcgi, -1, 0) != 0)
        return err_set(e, ERR_INTERNAL, "libfcgi does not start");
    c.fcgi.ipcFd = -1;
    arena_init(&c.mem, ARENA_CAP);
    answer_init(&c.answer);
    scoreboard_set(slot, SLOT_IDLE);
    while (!c.leaving && turn(&c, limits->stays ? -1 : limits->idle_ms))
        ;
    leave(&c);
    finish(&c);
    FCGX_Free(&c.fcgi, 0);
    answer_clear(&c.answer);
    arena_clear(&c.mem);
    close(c.epoll);
    close(c.signals);
    return true;
}
