/* The yardstick and the sums. */
#include "workers/capacity.h"

#include <sched.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/scope.h"
#include "workers/runner.h"

enum {
    TURNS = 1500, /* of the yardstick, in each of ROUNDS; the fastest counts */
    ROUNDS = 5,
    REFERENCE_NS = 3000,   /* one turn on the machine of docs/PERFORMANCE.md */
    SHARE_PERCENT = 60,    /* of the processors for checks; the rest is for people and for bursts */
    OWN_PERCENT = 35,      /* of a check's whole cost falls on its checker, which has one thread */
    OWN_MOST_PERCENT = 70, /* of a processor for that thread */
    SECOND_US = 1000000
};

/* One message there and back through the kernel, waited for, and a line of text about it. */
static bool turn(const int pair[2], int epoll, int i)
{
    struct epoll_event ev;
    char message[64], text[128];

    snprintf(message, sizeof message, "%d", i);
    if (send(pair[0], message, sizeof message, MSG_NOSIGNAL) < 0 ||
        epoll_wait(epoll, &ev, 1, 0) < 0 ||
        recv(pair[1], message, sizeof message, MSG_DONTWAIT) < 0)
        return false;
    return snprintf(text, sizeof text, "%s in %.3f ms, %d of %d", message, i / 7.0, i, TURNS) > 0;
}

static double turn_ns(void)
{
    int pair[2];
    double best = 0;

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
        return 0;
    AUTO_FD one = pair[0], two = pair[1], epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event in = {.events = EPOLLIN};
    bool ok = epoll >= 0 && epoll_ctl(epoll, EPOLL_CTL_ADD, two, &in) == 0;
    for (int round = 0; ok && round < ROUNDS; round++) {
        int64_t before = clock_cpu_us();
        for (int i = 0; ok && i < TURNS; i++)
            ok = turn(pair, epoll, i);
        double ns = (double)(clock_cpu_us() - before) * 1000 / TURNS;
        best = best == 0 || ns < best ? ns : best;
    }
    (void)one;
    return ok ? best : 0;
}

static int processors(void)
{
    cpu_set_t set;

    return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

void capacity_measure(struct capacity *c, int64_t checkers)
{
    double ns = turn_ns(), own_most = (double)SECOND_US * OWN_MOST_PERCENT / OWN_PERCENT;
    int cores = processors();
    char slower[32], room[32];

    c->slower = ns > 0 ? ns / REFERENCE_NS : 1;
    c->room_us_s = (double)cores * SECOND_US * SHARE_PERCENT / 100 / (double)checkers;
    if (c->room_us_s > own_most)
        c->room_us_s = own_most;
    snprintf(slower, sizeof slower, "%.2f", c->slower);
    snprintf(room, sizeof room, "%.0f", c->room_us_s);
    log_event(LOG_INFO, "capacity", "slower_than_reference", slower, "room_us_a_second", room,
              NULL);
}

struct sum {
    const struct capacity *c;
    struct capacity_use use;
    int64_t mono_ms;
};

static void add(void *self, struct watch *w)
{
    struct sum *s = self;
    double rate = 1000.0 / (double)w->rule.interval_ms;

    s->use.rate_per_s += rate;
    s->use.load_us_s += w->plan ? rate * check_plan_cost_us(w->plan) * s->c->slower : 0;
    s->use.overdue += runner_is_overdue(w, s->mono_ms);
}

void capacity_use_of(const struct capacity *c, const struct book *b, int64_t mono_ms,
                     struct capacity_use *out)
{
    struct sum s = {.c = c, .mono_ms = mono_ms};

    book_each(b, add, &s);
    *out = s.use;
}

void capacity_stats(const struct capacity *c, const struct capacity_use *use, struct jout *out)
{
    double lightest = check_cost_us(check_find(STR("icmp"))) * c->slower;
    double each = use->rate_per_s > 0 ? use->load_us_s / use->rate_per_s : lightest;

    jout_name(out, "capacity_per_s");
    jout_num(out, c->room_us_s / (each > 0 ? each : lightest));
    jout_name(out, "used_percent");
    jout_num(out, 100 * use->load_us_s / c->room_us_s);
    jout_name(out, "load_us_s");
    jout_num(out, use->load_us_s);
    jout_name(out, "room_us_s");
    jout_num(out, c->room_us_s);
    jout_name(out, "cost_us");
    jout_open(out, '{');
    for (size_t i = 0; check_registry[i]; i++) {
        jout_name(out, check_name(check_registry[i]));
        jout_num(out, check_cost_us(check_registry[i]) * c->slower);
    }
    jout_close(out, '}');
}
