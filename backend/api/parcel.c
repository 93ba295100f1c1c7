/* Descriptors over a socket (SCM_RIGHTS). */
#include "api/parcel.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

bool parcel_open(struct parcel_way *w, struct err *e)
{
    int pair[2];

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair) != 0)
        return err_set(e, ERR_INTERNAL, "socketpair: %s", strerror(errno));
    *w = (struct parcel_way){.give = pair[0], .take = pair[1]};
    return true;
}

/* A message of one byte with room for one descriptor. */
struct parcel {
    char byte;
    struct iovec part;
    _Alignas(struct cmsghdr) char control[64]; /* CMSG_SPACE of one descriptor is less */
    struct msghdr message;
};

static void wrap(struct parcel *p)
{
    *p = (struct parcel){.byte = 'c'};
    p->part = (struct iovec){.iov_base = &p->byte, .iov_len = 1};
    p->message = (struct msghdr){.msg_iov = &p->part,
                                 .msg_iovlen = 1,
                                 .msg_control = p->control,
                                 .msg_controllen = CMSG_SPACE(sizeof(int))};
}

bool parcel_send(const struct parcel_way *w, int fd)
{
    struct parcel p;

    wrap(&p);
    struct cmsghdr *c = CMSG_FIRSTHDR(&p.message);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(sizeof fd);
    memcpy(CMSG_DATA(c), &fd, sizeof fd);
    return sendmsg(w->give, &p.message, MSG_NOSIGNAL) == 1;
}

int parcel_take(const struct parcel_way *w)
{
    struct parcel p;
    int fd = -1;

    wrap(&p);
    if (recvmsg(w->take, &p.message, MSG_CMSG_CLOEXEC) != 1)
        return -1;
    const struct cmsghdr *c = CMSG_FIRSTHDR(&p.message);
    if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS)
        memcpy(&fd, CMSG_DATA(c), sizeof fd);
    return fd;
}
