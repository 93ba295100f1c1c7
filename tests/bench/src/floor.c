/* floor.c - the cheapest thing that could do each check, as a yardstick.
 *
 *   floor icmp    N [timeout_ms]          raw ICMP echo, sendmmsg/recvmmsg, N loopback addresses
 *   floor tcp     N port [window]         non-blocking connect + close on epoll
 *   floor http    N port [window]         connect + GET / + read to EOF (no keep-alive)
 *   floor https   N port [window]         connect + full TLS handshake + GET / (OpenSSL, no
 * resumption) floor dns     N port [window]         A queries over one UDP socket,
 * sendmmsg/recvmmsg floor spawn   N parallel cmd args...  posix_spawn cmd N times; "{}" becomes the
 * i-th address,
 *                                         "{chunk:K}" (last argument) becomes K addresses
 *   floor targets N                       print the N addresses
 *
 * Address i is 127.(B+i/62500).(i/250%250+1).(i%250+1), B from PERF_NET (default 77, so that other
 * programs' loopback traffic is not counted by witness.c); only loopback is ever contacted. Prints
 * one line: kind, n, ok, wall seconds, cpu seconds (user+system), checks per cpu-second, max RSS
 * KiB.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static unsigned base = 77;

static uint32_t target(unsigned i)
{
    return htonl((127u << 24) | ((base + i / 62500u) << 16) | ((i / 250u % 250u + 1) << 8) |
                 (i % 250u + 1));
}

static void die(const char *what)
{
    perror(what);
    exit(2);
}

static int report(const char *kind, unsigned n, unsigned ok, double t0, int who)
{
    struct rusage r;
    getrusage(who, &r);
    double cpu = (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) +
                 (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
    printf("kind=%s n=%u ok=%u wall=%.3f cpu=%.4f per_cpu_s=%.0f maxrss_kib=%ld\n", kind, n, ok,
           now() - t0, cpu, cpu > 0 ? n / cpu : 0.0, r.ru_maxrss);
    return ok == n ? 0 : 1;
}

static uint16_t cksum(const void *p, size_t len)
{
    const uint16_t *w = p;
    uint32_t s = 0;
    for (; len > 1; len -= 2)
        s += *w++;
    s = (s >> 16) + (s & 0xffff);
    s += s >> 16;
    return (uint16_t)~s;
}

enum { BATCH = 256 };

static int run_icmp(unsigned n, int timeout_ms)
{
    double t0 = now();
    int fd = socket(AF_INET, SOCK_RAW | SOCK_NONBLOCK, IPPROTO_ICMP);
    if (fd < 0)
        die("raw socket");
    uint32_t filter = ~(1u << ICMP_ECHOREPLY);
    setsockopt(fd, SOL_RAW, 1 /* ICMP_FILTER */, &filter, sizeof filter);
    int buf = 8 << 20;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &buf, sizeof buf);
    static struct {
        struct icmphdr h;
        char pad[56];
    } pkt[BATCH];
    static char in[BATCH][128];
    static struct mmsghdr sm[BATCH], rm[BATCH];
    static struct iovec si[BATCH], ri[BATCH];
    static struct sockaddr_in to[BATCH];
    unsigned char *seen = calloc(n, 1);
    uint16_t id = (uint16_t)getpid();
    for (int i = 0; i < BATCH; i++) {
        si[i] = (struct iovec){&pkt[i], sizeof pkt[i]};
        sm[i].msg_hdr = (struct msghdr){
            .msg_name = &to[i], .msg_namelen = sizeof to[i], .msg_iov = &si[i], .msg_iovlen = 1};
        ri[i] = (struct iovec){in[i], sizeof in[i]};
        rm[i].msg_hdr = (struct msghdr){.msg_iov = &ri[i], .msg_iovlen = 1};
    }
    unsigned sent = 0, ok = 0;
    double last = now();
    while (ok < n) {
        if (sent < n) {
            unsigned k = n - sent < BATCH ? n - sent : BATCH;
            for (unsigned i = 0; i < k; i++) {
                uint32_t seq = sent + i;
                to[i] = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = target(seq)};
                memset(&pkt[i], 0, sizeof pkt[i]);
                pkt[i].h.type = ICMP_ECHO;
                pkt[i].h.un.echo.id = id;
                pkt[i].h.un.echo.sequence = htons((uint16_t)seq);
                memcpy(pkt[i].pad, &seq, 4);
                pkt[i].h.checksum = cksum(&pkt[i], sizeof pkt[i]);
            }
            int r = sendmmsg(fd, sm, k, 0);
            if (r > 0)
                sent += (unsigned)r;
        }
        for (;;) {
            int r = recvmmsg(fd, rm, BATCH, MSG_DONTWAIT, NULL);
            if (r <= 0)
                break;
            for (int i = 0; i < r; i++) {
                struct iphdr *ip = (void *)in[i];
                struct icmphdr *h = (void *)(in[i] + ip->ihl * 4);
                uint32_t seq;
                memcpy(&seq, h + 1, 4);
                if (h->type == ICMP_ECHOREPLY && h->un.echo.id == id && seq < n && !seen[seq] &&
                    ip->saddr == target(seq)) {
                    seen[seq] = 1;
                    ok++;
                }
            }
            last = now();
        }
        if (sent == n && ok < n) {
            if ((now() - last) * 1000 > timeout_ms)
                break;
            poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, 10);
        }
    }
    return report("icmp", n, ok, t0, RUSAGE_SELF);
}

static int run_dns(unsigned n, int port, unsigned window)
{
    double t0 = now();
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in a = {.sin_family = AF_INET,
                            .sin_port = htons((uint16_t)port),
                            .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (fd < 0 || connect(fd, (void *)&a, sizeof a))
        die("udp");
    static unsigned char q[BATCH][64], in[BATCH][512];
    static struct mmsghdr sm[BATCH], rm[BATCH];
    static struct iovec si[BATCH], ri[BATCH];
    for (int i = 0; i < BATCH; i++) {
        ri[i] = (struct iovec){in[i], sizeof in[i]};
        rm[i].msg_hdr = (struct msghdr){.msg_iov = &ri[i], .msg_iovlen = 1};
        sm[i].msg_hdr = (struct msghdr){.msg_iov = &si[i], .msg_iovlen = 1};
    }
    unsigned sent = 0, ok = 0;
    if (window > BATCH)
        window = BATCH;
    while (ok < n) {
        unsigned k = 0;
        while (sent + k < n && sent + k - ok < window && k < BATCH) {
            unsigned char *p = q[k];
            memset(p, 0, 12);
            p[0] = (unsigned char)((sent + k) >> 8), p[1] = (unsigned char)(sent + k), p[2] = 1,
            p[5] = 1;
            static const unsigned char name[] = "\4host\4perf\4test\0\0\1\0\1";
            memcpy(p + 12, name, sizeof name - 1);
            si[k] = (struct iovec){p, 12 + sizeof name - 1};
            k++;
        }
        if (k) {
            int r = sendmmsg(fd, sm, k, 0);
            if (r > 0)
                sent += (unsigned)r;
        }
        if (poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, 2000) <= 0)
            break;
        int r = recvmmsg(fd, rm, BATCH, MSG_DONTWAIT, NULL);
        for (int i = 0; i < r; i++)
            if (rm[i].msg_len > 12 && (in[i][2] & 0x80) && !(in[i][3] & 15) && in[i][7])
                ok++;
    }
    return report("dns", n, ok, t0, RUSAGE_SELF);
}

struct conn {
    int fd;
    int state;
    int wrote;
    SSL *ssl;
    int good;
};
static const char REQ[] = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

static int run_stream(int mode, const char *kind, unsigned n, int port, unsigned window)
{
    double t0 = now();
    struct rlimit rl = {window + 64, window + 64};
    setrlimit(RLIMIT_NOFILE, &rl);
    int ep = epoll_create1(0);
    struct conn *c = calloc(window, sizeof *c);
    unsigned *freelist = calloc(window, sizeof *freelist), nfree = window, next = 0, done = 0,
             ok = 0;
    for (unsigned i = 0; i < window; i++)
        freelist[i] = i, c[i].fd = -1;
    SSL_CTX *ctx = NULL;
    if (mode == 2) {
        ctx = SSL_CTX_new(TLS_client_method());
        SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
        SSL_CTX_set_options(ctx, SSL_OP_NO_TICKET | SSL_OP_IGNORE_UNEXPECTED_EOF);
        if (getenv("CA_FILE")) {
            SSL_CTX_load_verify_locations(ctx, getenv("CA_FILE"), NULL);
            SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
        }
    }
    struct epoll_event ev[256];
    static char buf[65536];
    while (done < n) {
        while (nfree && next < n) {
            unsigned s = freelist[--nfree];
            int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
            struct sockaddr_in a = {.sin_family = AF_INET,
                                    .sin_port = htons((uint16_t)port),
                                    .sin_addr.s_addr = target(next++)};
            if (fd < 0)
                die("socket");
            if (connect(fd, (void *)&a, sizeof a) && errno != EINPROGRESS)
                die("connect");
            c[s] = (struct conn){.fd = fd};
            epoll_ctl(ep, EPOLL_CTL_ADD, fd,
                      &(struct epoll_event){.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.u32 = s});
        }
        int r = epoll_wait(ep, ev, 256, 3000);
        if (r <= 0)
            break;
        for (int i = 0; i < r; i++) {
            struct conn *k = &c[ev[i].data.u32];
            int finish = 0;
            if (k->fd < 0)
                continue;
            if (k->state == 0 && (ev[i].events & (EPOLLOUT | EPOLLERR | EPOLLHUP))) {
                int e = 0;
                socklen_t l = sizeof e;
                getsockopt(k->fd, SOL_SOCKET, SO_ERROR, &e, &l);
                if (e)
                    finish = 1;
                else if (mode == 0)
                    finish = k->good = 1;
                else {
                    k->state = 1;
                    if (mode == 2) {
                        k->ssl = SSL_new(ctx);
                        SSL_set_fd(k->ssl, k->fd);
                        SSL_set_connect_state(k->ssl);
                    }
                }
            }
            if (!finish && k->state == 1) {
                for (;;) {
                    int w;
                    if (!k->wrote) {
                        w = mode == 2 ? SSL_write(k->ssl, REQ, sizeof REQ - 1)
                                      : (int)send(k->fd, REQ, sizeof REQ - 1, MSG_NOSIGNAL);
                        if (w > 0) {
                            k->wrote = 1;
                            continue;
                        }
                    } else {
                        w = mode == 2 ? SSL_read(k->ssl, buf, sizeof buf)
                                      : (int)recv(k->fd, buf, sizeof buf, 0);
                        if (w > 0) {
                            if (w > 12 && !memcmp(buf, "HTTP/1.1 200", 12))
                                k->good = 1;
                            continue;
                        }
                        if (w == 0) {
                            finish = 1;
                            break;
                        }
                    }
                    if (mode == 2) {
                        int e = SSL_get_error(k->ssl, w);
                        if (e != SSL_ERROR_WANT_READ && e != SSL_ERROR_WANT_WRITE)
                            finish = 1;
                    } else if (errno != EAGAIN)
                        finish = 1;
                    break;
                }
            }
            if (finish) {
                ok += (unsigned)k->good;
                done++;
                if (k->ssl)
                    SSL_free(k->ssl);
                close(k->fd);
                k->fd = -1;
                freelist[nfree++] = ev[i].data.u32;
            }
        }
    }
    return report(kind, n, ok, t0, RUSAGE_SELF);
}

static int run_spawn(unsigned n, unsigned par, char **cmd)
{
    double t0 = now();
    unsigned started = 0, done = 0, ok = 0, chunk = 1;
    int argc = 0;
    while (cmd[argc])
        argc++;
    if (argc && !strncmp(cmd[argc - 1], "{chunk:", 7))
        chunk = (unsigned)strtoul(cmd[argc - 1] + 7, NULL, 10);
    unsigned procs = (n + chunk - 1) / chunk;
    posix_spawn_file_actions_t fa;
    posix_spawn_file_actions_init(&fa);
    posix_spawn_file_actions_addopen(&fa, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&fa, 2, "/dev/null", O_WRONLY, 0);
    char **av = calloc((size_t)argc + chunk + 1, sizeof *av);
    char(*ip)[32] = calloc(chunk, sizeof *ip);
    while (done < procs) {
        while (started < procs && started - done < par) {
            unsigned k = 0;
            for (int i = 0; i < argc; i++) {
                if (!strncmp(cmd[i], "{chunk:", 7) || strstr(cmd[i], "{}")) {
                    unsigned m = cmd[i][1] == 'c' ? chunk : 1;
                    for (unsigned j = 0; j < m && started * chunk + j < n; j++) {
                        struct in_addr a = {target(started * chunk + j)};
                        char *at = strstr(cmd[i], "{}");
                        snprintf(ip[j], sizeof ip[j], "%.*s%s%s", at ? (int)(at - cmd[i]) : 0,
                                 cmd[i], inet_ntoa(a), at ? at + 2 : "");
                        av[k++] = ip[j];
                    }
                } else
                    av[k++] = cmd[i];
            }
            av[k] = NULL;
            pid_t p;
            if (posix_spawn(&p, cmd[0], &fa, NULL, av, environ))
                die(cmd[0]);
            started++;
        }
        int st;
        if (wait(&st) < 0)
            break;
        done++;
        ok += WIFEXITED(st) && WEXITSTATUS(st) == 0 ? chunk : 0;
    }
    if (ok > n)
        ok = n;
    return report("spawn", n, ok, t0, RUSAGE_CHILDREN);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return fputs("see the header of floor.c\n", stderr), 2;
    if (getenv("PERF_NET"))
        base = (unsigned)strtoul(getenv("PERF_NET"), NULL, 10) & 127;
    unsigned n = (unsigned)strtoul(argv[2], NULL, 10);
    int port = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 0;
    unsigned window = argc > 4 ? (unsigned)strtoul(argv[4], NULL, 10) : 256;
    if (!strcmp(argv[1], "icmp"))
        return run_icmp(n, port ? port : 500);
    if (!strcmp(argv[1], "tcp"))
        return run_stream(0, "tcp", n, port, window);
    if (!strcmp(argv[1], "http"))
        return run_stream(1, "http", n, port, window);
    if (!strcmp(argv[1], "https"))
        return run_stream(2, "https", n, port, window);
    if (!strcmp(argv[1], "dns"))
        return run_dns(
            n, port, argc > 4 ? window : 32); /* small: UDP drops what a busy server cannot queue */
    if (!strcmp(argv[1], "spawn"))
        return run_spawn(n, (unsigned)port, argv + 4);
    if (!strcmp(argv[1], "targets")) {
        for (unsigned i = 0; i < n; i++)
            puts(inet_ntoa((struct in_addr){target(i)}));
        return 0;
    }
    return 2;
}
