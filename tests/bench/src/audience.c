/* audience.c - many listeners of the stream in one process, for bench_stream.py.
 *
 *   audience PORT COUNT TOPICS KEY [KEY ...]
 *
 * Opens COUNT connections to 127.0.0.1:PORT, the keys in turn, and prints "ready SECONDS" when all
 * have been answered 200. From then on each event `hosts` that names an edited host is an arrival.
 * On a line from standard input it prints, for each host, "HOST ARRIVALS FIRST_US P50_US P95_US
 * LAST_US" (wall clock), and ends.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS_MOST = 2000, TEXT = 16384 };

struct one {
    int fd;
    int open;
    size_t n;
    char *text; /* what has come of an event not yet whole */
};

struct event {
    long long host;
    int n;
    int64_t *at;
};

static struct one *all;
static int count, open_count, nevents;
static struct event events[EVENTS_MOST];

static int64_t wall_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static long long number(const char *z)
{
    long long n = 0;

    while (*z >= '0' && *z <= '9')
        n = n * 10 + (*z++ - '0');
    return n;
}

static void arrived(long long host, int64_t at)
{
    int i = nevents - 1;

    while (i >= 0 && events[i].host != host)
        i--;
    if (i < 0) {
        if (nevents == EVENTS_MOST)
            return;
        i = nevents++;
        events[i] = (struct event){.host = host, .at = malloc((size_t)count * sizeof(int64_t))};
    }
    if (events[i].n < count)
        events[i].at[events[i].n++] = at;
}

static void taken(struct one *o, int64_t at)
{
    char *end;

    o->text[o->n] = '\0';
    if (!o->open && strstr(o->text, "\r\n\r\n")) {
        if (strncmp(o->text, "HTTP/1.1 200", 12) != 0) {
            fprintf(stderr, "refused: %.300s\n", o->text);
            exit(1);
        }
        o->open = 1;
        open_count++;
    }
    while ((end = memmem(o->text, o->n, "\n\n", 2)) != NULL) {
        size_t used = (size_t)(end + 2 - o->text);
        char *event = memmem(o->text, used, "event: hosts", 12), *config;
        if (event && (config = strstr(event, "\"config\":[")) != NULL && config < end &&
            config[10] != ']')
            arrived(number(config + 10), at);
        memmove(o->text, o->text + used, o->n - used + 1);
        o->n -= used;
    }
}

static void hear(struct one *o)
{
    ssize_t n = recv(o->fd, o->text + o->n, TEXT - 1 - o->n, MSG_DONTWAIT);

    if (n <= 0) {
        fprintf(stderr, "a listener was cut\n");
        exit(1);
    }
    o->n += (size_t)n;
    taken(o, wall_us());
}

static void enter(struct one *o, int port, const char *topics, const char *key)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    char request[600];

    o->text = malloc(TEXT);
    o->fd = socket(AF_INET, SOCK_STREAM, 0);
    int n = snprintf(
        request, sizeof request,
        "GET /api/v1/events?topics=%s HTTP/1.1\r\nHost: localhost\r\nX-API-Key: %s\r\n\r\n", topics,
        key);
    if (connect(o->fd, (struct sockaddr *)&to, sizeof to) != 0 ||
        send(o->fd, request, (size_t)n, 0) != n) {
        perror("audience");
        exit(1);
    }
}

static int by_time(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void report(void)
{
    for (int i = 0; i < nevents; i++) {
        struct event *e = &events[i];
        qsort(e->at, (size_t)e->n, sizeof *e->at, by_time);
        printf("%lld %d %lld %lld %lld %lld\n", e->host, e->n, (long long)e->at[0],
               (long long)e->at[e->n / 2], (long long)e->at[e->n * 95 / 100],
               (long long)e->at[e->n - 1]);
    }
}

int main(int argc, char **argv)
{
    struct rlimit limit;
    struct epoll_event event = {.events = EPOLLIN}, ready[256];
    int64_t start = wall_us();
    int told = 0;

    if (argc < 5)
        return 2;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    count = (int)number(argv[2]);
    all = calloc((size_t)count, sizeof *all);
    int set = epoll_create1(0);
    epoll_ctl(set, EPOLL_CTL_ADD, 0, &event); /* data.ptr NULL: standard input */
    for (int i = 0; i < count; i++) {
        enter(&all[i], (int)number(argv[1]), argv[3], argv[4 + i % (argc - 4)]);
        event.data.ptr = &all[i];
        epoll_ctl(set, EPOLL_CTL_ADD, all[i].fd, &event);
    }
    for (;;) {
        int n = epoll_wait(set, ready, 256, -1);
        for (int i = 0; i < n; i++) {
            if (!ready[i].data.ptr) {
                report();
                return 0;
            }
            hear(ready[i].data.ptr);
        }
        if (open_count == count && !told) {
            told = 1;
            printf("ready %.3f\n", (double)(wall_us() - start) / 1e6);
            fflush(stdout);
        }
    }
}
