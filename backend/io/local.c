/* A talk over a unix socket. */
#include "io/local.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct local {
    struct loop *loop;
    struct local_talk talk;
    struct loop_watch *watch;
    int fd;
    size_t sent, n;
    char answer[LOCAL_ANSWER];
};

static void release(struct local *l)
{
    if (l->watch)
        loop_forget(l->loop, l->watch);
    if (l->fd >= 0)
        close(l->fd);
}

void local_cancel(struct local *l)
{
    release(l);
    free(l);
}

static void end(struct local *l, int error)
{
    release(l);
    l->talk.done(error, l->answer, l->n, l->talk.data);
    free(l);
}

static int send_rest(struct local *l)
{
    while (l->sent < l->talk.question_n) {
        ssize_t n = send(l->fd, (const char *)l->talk.question + l->sent,
                         l->talk.question_n - l->sent, MSG_NOSIGNAL);
        if (n < 0)
            return errno == EAGAIN || errno == EINTR ? 0 : errno;
        l->sent += (size_t)n;
    }
    return 0;
}

static void on_ready(void *data, uint32_t epoll)
{
    struct local *l = data;
    int error = send_rest(l);

    (void)epoll;
    while (error == 0) {
        ssize_t n = recv(l->fd, l->answer + l->n, sizeof l->answer - l->n, 0);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (n < 0) {
            error = errno;
        } else {
            l->n += (size_t)n;
            if (n == 0 || l->n == sizeof l->answer || l->talk.enough(l->answer, l->n))
                break;
        }
    }
    end(l, error);
}

struct local *local_ask(struct loop *loop, const struct local_talk *talk, int *error)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    size_t path_n = strlen(talk->path);
    struct local *l = path_n < sizeof at.sun_path ? calloc(1, sizeof *l) : NULL;

    *error = path_n < sizeof at.sun_path ? ENOMEM : ENAMETOOLONG;
    if (!l)
        return NULL;
    l->loop = loop;
    l->talk = *talk;
    memcpy(at.sun_path, talk->path, path_n);
    l->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (l->fd >= 0 && connect(l->fd, (struct sockaddr *)&at, sizeof at) == 0) {
        l->watch = loop_watch(loop, l->fd, on_ready, l);
        if (l->watch)
            return l;
    } else {
        *error = errno;
    }
    local_cancel(l);
    return NULL;
}
