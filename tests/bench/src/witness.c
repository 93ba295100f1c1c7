/* witness.c - stands where the monitored hosts would be and writes down when each check arrives, so
 * that the schedule of any engine (peer or product) is judged from outside, by the same clock.
 *
 *   witness icmp  0    interval_s duration_s [warmup_s]   sniff echo requests to 127/8
 *   witness tcp   PORT interval_s duration_s [warmup_s]   accept and close
 *   witness http  PORT interval_s duration_s [warmup_s]   accept, answer 200, close
 *
 * A target is its loopback address, counted when its second octet is PERF_NET (default 77) or the
 * next.  Arrivals of one target less than interval/4 apart are one check (retries). jitter = |gap
 * between two checks of one target - interval|.  missed = expected - seen over the window. Prints
 * one line at the end.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { SLOTS = 1 << 22 }; /* low 22 bits of 127.a.b.c: a mod 64 tells two nets apart */
static double *last;
static float *jit;
static size_t njit, capjit;
static unsigned checks, targets;
static double interval, begin;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static unsigned base = 77;

static void arrival(uint32_t addr_host)
{
    if ((addr_host >> 16 & 255) - base > 1)
        return;
    uint32_t s = addr_host & (SLOTS - 1);
    double t = now(), prev = last[s];
    if (prev != 0.0 && t - prev < interval / 4)
        return;
    last[s] = t;
    if (t < begin)
        return;
    if (prev == 0.0)
        targets++;
    checks++;
    if (prev != 0.0) {
        if (njit == capjit)
            jit = realloc(jit, (capjit = capjit ? capjit * 2 : 65536) * sizeof *jit);
        double d = t - prev - interval;
        jit[njit++] = (float)(d < 0 ? -d : d);
    }
}

static int cmp(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return x < y ? -1 : x > y;
}

int main(int argc, char **argv)
{
    if (argc < 5)
        return fputs("see the header of witness.c\n", stderr), 2;
    int port = (int)strtod(argv[2], NULL), http = !strcmp(argv[1], "http"),
        icmp = !strcmp(argv[1], "icmp");
    if (getenv("PERF_NET"))
        base = (unsigned)strtod(getenv("PERF_NET"), NULL) & 127;
    interval = strtod(argv[3], NULL);
    double dur = strtod(argv[4], NULL), warm = argc > 5 ? strtod(argv[5], NULL) : 0;
    last = calloc(SLOTS, sizeof *last);
    struct rlimit rl = {200000, 200000};
    setrlimit(RLIMIT_NOFILE, &rl);
    begin = now() + warm;
    double end = begin + dur;
    struct timespec wall;
    clock_gettime(CLOCK_REALTIME, &wall);
    double from =
        (double)wall.tv_sec + (double)wall.tv_nsec / 1e9 + warm; /* as clocks of results say it */
    if (icmp) {
        int fd = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP), buf = 32 << 20;
        uint32_t filter = ~(1u << ICMP_ECHO);
        if (fd < 0)
            return perror("socket"), 2;
        setsockopt(fd, SOL_RAW, 1 /* ICMP_FILTER */, &filter, sizeof filter);
        setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &buf, sizeof buf);
        char p[256];
        while (now() < end) {
            if (poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, 100) <= 0)
                continue;
            while (recv(fd, p, sizeof p, MSG_DONTWAIT) >= (ssize_t)sizeof(struct iphdr))
                arrival(ntohl(((struct iphdr *)p)->daddr));
        }
    } else {
        int ls = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1, ep = epoll_create1(0);
        struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
        a.sin_addr.s_addr = htonl(INADDR_ANY); /* reached only through 127/8 here */
        setsockopt(ls, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
        if (bind(ls, (void *)&a, sizeof a) || listen(ls, 4096))
            return perror("listen"), 2;
        epoll_ctl(ep, EPOLL_CTL_ADD, ls, &(struct epoll_event){.events = EPOLLIN, .data.fd = ls});
        struct epoll_event ev[256];
        char b[4096];
        static const char R[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
                                "3\r\nConnection: close\r\n\r\nok\n";
        while (now() < end) {
            int n = epoll_wait(ep, ev, 256, 100);
            for (int i = 0; i < n; i++) {
                if (ev[i].data.fd == ls) {
                    for (int fd; (fd = accept4(ls, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
                        struct sockaddr_in l;
                        socklen_t len = sizeof l;
                        getsockname(fd, (void *)&l, &len);
                        if (ntohl(l.sin_addr.s_addr) >> 24 == 127)
                            arrival(ntohl(l.sin_addr.s_addr));
                        if (http)
                            epoll_ctl(ep, EPOLL_CTL_ADD, fd,
                                      &(struct epoll_event){.events = EPOLLIN, .data.fd = fd});
                        else
                            close(fd);
                    }
                } else {
                    int fd = ev[i].data.fd;
                    ssize_t r = recv(fd, b, sizeof b, 0);
                    if (r > 0)
                        (void)!send(fd, R, sizeof R - 1, MSG_NOSIGNAL);
                    if (r >= 0 || errno != EAGAIN)
                        close(fd);
                }
            }
        }
    }
    qsort(jit, njit, sizeof *jit, cmp);
    struct rusage r;
    getrusage(RUSAGE_SELF, &r);
    unsigned seen = 0;
    for (uint32_t i = 0; i < SLOTS; i++)
        seen += last[i] != 0.0;
    double expected = seen * dur / interval;
    printf("witness=%s targets=%u checks=%u expected=%.0f missed_pct=%.2f jitter_ms_p50=%.2f "
           "p99=%.2f max=%.2f own_cpu=%.2f from=%.3f to=%.3f\n",
           argv[1], seen, checks, expected,
           expected > 0 ? 100.0 * (expected - checks) / expected : 0.0,
           njit ? jit[njit / 2] * 1e3 : 0, njit ? jit[njit * 99 / 100] * 1e3 : 0,
           njit ? jit[njit - 1] * 1e3 : 0,
           (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) +
               (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6,
           from, from + dur);
    return 0;
}
