/* The dispatcher of one process. libfcgi would block on a kept connection until its next request;
 * so connections are parked in epoll and handed to it only when they have something to say.
 * Invariant: this process reads from a connection only while it serves it, so a parked one costs
 * nothing and holds nobody up. */
#include "api/child.h"

#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "api/arrival.h"
#include "api/custody.h"
#include "api/gateway.h"
#include "api/hearing.h"
#include "api/serve.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/scope.h"
#include "base/str.h"

enum {
    EVENTS = 32,
    RECEIVE_S = 3,  /* a body begun must go on within this */
    PART_MS = 5000, /* parameters begun must be complete within this */
    LOOK_MS = 1000, /* how often that is looked at */
    HEAR_MS = 5000, /* how often an idle process takes in what it was told */
    SEND_S = 10,
    DRAIN_MAX = 9 << 20, /* of a body nobody wanted */
    RSS_EVERY = 256      /* requests between two looks at the size */
};

/* A connection between two requests. Where connections are kept, libfcgi is lent a descriptor of
 * its own: it closes what it finds broken, and only we can shut down what the master has a copy of.
 */
struct parked {
    int fd, lent;         /* lent: -1 until the first request, and where none are kept */
    int64_t part_mono_ms; /* when the first part of a request came; 0 none */
};

struct child {
    struct app *app;
    const struct child_place *place;
    const struct child_limits *limits;
    int epoll, signals;
    struct parked parked[SLOT_HOLDS]; /* in no order; named in the slot at the same place */
    size_t nparked, nparts;           /* of them with a part of a request */
    uint64_t served;
    bool leaving, closing; /* closing: leaving, and with it the pool */
    FCGX_Request fcgi;
    struct arena mem;
    struct answer answer;
};

static struct parked *find(struct child *c, int fd)
{
    for (size_t i = 0; i < c->nparked; i++)
        if (c->parked[i].fd == fd)
            return &c->parked[i];
    return NULL;
}

static void set_part(struct child *c, struct parked *p, int64_t since_mono_ms)
{
    c->nparts += since_mono_ms != 0;
    c->nparts -= p->part_mono_ms != 0;
    p->part_mono_ms = since_mono_ms;
}

static void forget(struct child *c, struct parked *p)
{
    size_t last = c->nparked - 1, at = (size_t)(p - c->parked);
    _Atomic uint64_t *holds = c->place->slot->holds;

    set_part(c, p, 0);
    epoll_ctl(c->epoll, EPOLL_CTL_DEL, p->fd, NULL); /* closing it would not: others have it open */
    atomic_store(&holds[at], atomic_load(&holds[last]));
    atomic_store(&holds[last], 0);
    *p = c->parked[last];
    c->nparked = last;
}

/* Here; it goes on elsewhere. */
static void put_down(const struct parked *p)
{
    close(p->fd);
    if (p->lent >= 0)
        close(p->lent);
}

/* Every copy of the connection ends with it. */
static void hang_up(const struct parked *p)
{
    shutdown(p->fd, SHUT_RDWR);
    put_down(p);
}

static void end(struct child *c, struct parked *p)
{
    struct parked gone = *p;

    forget(c, p);
    hang_up(&gone);
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
    scoreboard_set(c->place->slot, SLOT_LEAVING);
    epoll_ctl(c->epoll, EPOLL_CTL_DEL, c->place->listener, NULL);
    epoll_ctl(c->epoll, EPOLL_CTL_DEL, c->place->orphans.take, NULL);
}

/* One request, which has arrived. False when its connection is to be hung up. */
static bool serve_one(struct child *c, struct parked *p)
{
    struct slot *slot = c->place->slot;
    FCGX_Request *r = &c->fcgi;
    bool keep = false;

    scoreboard_set(slot, SLOT_BUSY);
    atomic_store(&slot->answers, atomic_load(&slot->holds[p - c->parked]));
    r->ipcFd = p->lent;
    r->keepConnection = 1; /* or FCGX_Accept_r would close the descriptor */
    r->detached = 1;       /* where the library closes, it shall not wait for the peer */
    if (FCGX_Accept_r(r) == 0) {
        struct gateway g = gateway_fcgi(r);
        keep = r->keepConnection && c->limits->keep && !c->closing;
        serve(c->app, &g, &c->mem, &c->answer);
        drain(r);
        r->keepConnection = 1;
        FCGX_Finish_r(r);
        atomic_store(&slot->served, ++c->served);
    }
    p->lent = r->ipcFd; /* -1 when the library has closed it */
    r->ipcFd = -1;
    atomic_store(&slot->answers, 0);
    if (c->served >= c->limits->serves || (c->served % RSS_EVERY == RSS_EVERY - 1 && grown(c)))
        leave(c);
    else if (!c->leaving)
        scoreboard_set(slot, SLOT_IDLE);
    return keep && p->lent >= 0;
}

/* Something came on a parked connection. Edge-triggered: a part of a request is left where it is
 * until more comes. */
static void attend(struct child *c, int fd)
{
    struct parked *p = find(c, fd);
    struct epoll_event again = {.events = EPOLLIN | EPOLLET, .data.fd = fd};
    enum arrival what = p ? arrival_of(fd) : ARRIVAL_PART;

    if (!p)
        return;
    if (what == ARRIVAL_PART) {
        if (p->part_mono_ms == 0)
            set_part(c, p, clock_mono_ms());
        return;
    }
    if (what == ARRIVAL_GONE || !serve_one(c, p)) {
        end(c, p);
    } else { /* what came meanwhile is an edge again */
        set_part(c, p, 0);
        epoll_ctl(c->epoll, EPOLL_CTL_MOD, fd, &again);
    }
}

/* Ends connections that began a request and did not go on. */
static void end_parts(struct child *c)
{
    int64_t now = clock_mono_ms();

    for (size_t i = c->nparked; c->nparts && i-- > 0;)
        if (c->parked[i].part_mono_ms && now - c->parked[i].part_mono_ms > PART_MS)
            end(c, &c->parked[i]);
}

static bool watch(struct child *c, int fd, uint32_t events)
{
    struct epoll_event ev = {.events = events, .data.fd = fd};

    return epoll_ctl(c->epoll, EPOLL_CTL_ADD, fd, &ev) == 0;
}

/* A newcomer is known to the master from here on; an orphan was before. */
static void park(struct child *c, int fd, bool newcomer)
{
    struct timeval receive = {.tv_sec = RECEIVE_S}, send = {.tv_sec = SEND_S};
    struct parked p = {.fd = fd, .lent = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 0)};

    if (fd < 0)
        return; /* another process was quicker, or the peer has left */
    if (c->nparked == SLOT_HOLDS || p.lent < 0 ||
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &receive, sizeof receive) != 0 ||
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &send, sizeof send) != 0 ||
        !watch(c, fd, EPOLLIN | EPOLLET)) {
        log_event(LOG_WARN, "connection_refused", "reason", strerror(errno), NULL);
        hang_up(&p);
        return;
    }
    atomic_store(&c->place->slot->holds[c->nparked], custody_inode(fd));
    c->parked[c->nparked++] = p;
    if (newcomer && c->limits->keep && !parcel_send(&c->place->custody, fd))
        log_event(LOG_WARN, "connection_not_copied", "reason", strerror(errno), NULL);
}

static void on_signals(struct child *c)
{
    for (int s; (s = proc_signal_next(c->signals)) != 0;) {
        c->closing |= s != SIGHUP;
        leave(c);
    }
}

/* Serves who is ready, then lets at most one newcomer and one orphan in: a busy process leaves the
 * others to its siblings, and yet starves nobody. False when nothing came in time. */
static bool turn(struct child *c, int timeout_ms)
{
    struct epoll_event events[EVENTS];
    int n = epoll_wait(c->epoll, events, EVENTS, timeout_ms);
    bool newcomer = false, orphan = false;

    if (n < 0)
        return errno == EINTR;
    for (int i = 0; i < n; i++) {
        int fd = events[i].data.fd;
        if (fd == c->signals)
            on_signals(c);
        else if (fd == c->place->listener)
            newcomer = true;
        else if (fd == c->place->orphans.take)
            orphan = true;
        else
            attend(c, fd);
    }
    if (newcomer && !c->leaving)
        park(c, accept4(c->place->listener, NULL, NULL, SOCK_CLOEXEC), true);
    if (orphan && !c->leaving)
        park(c, parcel_take(&c->place->orphans), false);
    if (c->nparts)
        end_parts(c);
    return n > 0;
}

/* Until it is time to go. */
static void live(struct child *c)
{
    int64_t idle_since = clock_mono_ms();

    while (!c->leaving) {
        int64_t left = c->limits->idle_ms - (clock_mono_ms() - idle_since);
        int wait = c->limits->stays ? -1 : left > 0 ? (int)left : 0;
        if (c->nparts && (wait < 0 || wait > LOOK_MS))
            wait = LOOK_MS;
        if (db_listens(c->app->db) && (wait < 0 || wait > HEAR_MS))
            wait = HEAR_MS;
        if (turn(c, wait))
            idle_since = clock_mono_ms();
        else if (!c->limits->stays && left <= 0)
            leave(c);
        else
            hearing_turn(c->app);
    }
}

/* Kept connections go to the others; when the pool ends, a request that has come is still served
 * and the connection closed. */
static void part_with_all(struct child *c)
{
    while (c->nparked) {
        struct parked *p = &c->parked[c->nparked - 1], gone;
        if (c->closing && arrival_of(p->fd) == ARRIVAL_HERE)
            (void)serve_one(c, p);
        gone = *p;
        forget(c, p);
        if (!c->closing && parcel_send(&c->place->orphans, gone.fd))
            put_down(&gone);
        else
            hang_up(&gone);
    }
}

bool child_run(struct app *app, const struct child_place *place, const struct child_limits *limits,
               struct err *e)
{
    const int ends[] = {SIGTERM, SIGINT, SIGHUP};
    struct child c = {.app = app, .place = place, .limits = limits};

    c.signals = proc_signals(ends, sizeof ends / sizeof *ends, e);
    if (c.signals < 0)
        return false;
    c.epoll = epoll_create1(EPOLL_CLOEXEC);
    if (c.epoll < 0 || !watch(&c, c.signals, EPOLLIN) ||
        !watch(&c, place->listener, EPOLLIN | EPOLLEXCLUSIVE) ||
        !watch(&c, place->orphans.take, EPOLLIN | EPOLLEXCLUSIVE))
        return err_set(e, ERR_INTERNAL, "epoll: %s", strerror(errno));
    /* After our own signal handling: libfcgi leaves alone only what is not at its default. */
    if (FCGX_Init() != 0 || FCGX_InitRequest(&c.fcgi, -1, 0) != 0)
        return err_set(e, ERR_INTERNAL, "libfcgi does not start");
    c.fcgi.ipcFd = -1;
    arena_init(&c.mem, ARENA_CAP);
    answer_init(&c.answer);
    scoreboard_set(place->slot, SLOT_IDLE);
    live(&c);
    part_with_all(&c);
    FCGX_Free(&c.fcgi, 0);
    answer_clear(&c.answer);
    arena_clear(&c.mem);
    close(c.epoll);
    close(c.signals);
    return true;
}
