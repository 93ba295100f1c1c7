/* Copies of descriptors in an epoll set that tells when a connection ends. A copy keeps neither
 * side open: who hangs up shuts the connection down, which every copy of it sees. */
#include "api/custody.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EVENTS = 32 };

uint64_t custody_inode(int fd)
{
    struct stat st;

    return fstat(fd, &st) == 0 ? st.st_ino : 0;
}

bool custody_open(struct custody *c, struct err *e)
{
    struct epoll_event ev = {.events = EPOLLIN};

    c->ncopies = 0;
    if (!parcel_open(&c->gifts, e))
        return false;
    ev.data.fd = c->gifts.take;
    c->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (c->epoll < 0 || epoll_ctl(c->epoll, EPOLL_CTL_ADD, c->gifts.take, &ev) != 0)
        return err_set(e, ERR_INTERNAL, "epoll: %s", strerror(errno));
    return true;
}

/* The set would go on telling of a connection that a child still has open. */
static void let_go(struct custody *c, struct custody_copy *copy)
{
    epoll_ctl(c->epoll, EPOLL_CTL_DEL, copy->fd, NULL);
    close(copy->fd);
    *copy = c->copies[--c->ncopies];
}

static void keep(struct custody *c, int fd)
{
    struct epoll_event ev = {.events = EPOLLRDHUP, .data.fd = fd};

    if (c->ncopies == CUSTODY_MOST || epoll_ctl(c->epoll, EPOLL_CTL_ADD, fd, &ev) != 0) {
        close(fd);
        return;
    }
    c->copies[c->ncopies++] = (struct custody_copy){fd, custody_inode(fd)};
}

void custody_turn(struct custody *c)
{
    struct epoll_event events[EVENTS];
    int n = epoll_wait(c->epoll, events, EVENTS, 0);

    for (int i = 0; i < n; i++) {
        if (events[i].data.fd == c->gifts.take) {
            for (int fd; (fd = parcel_take(&c->gifts)) >= 0;)
                keep(c, fd);
            continue;
        }
        for (size_t k = c->ncopies; k-- > 0;)
            if (c->copies[k].fd == events[i].data.fd)
                let_go(c, &c->copies[k]);
    }
}

static struct custody_copy *find(struct custody *c, uint64_t inode)
{
    for (size_t i = 0; i < c->ncopies; i++)
        if (c->copies[i].inode == inode)
            return &c->copies[i];
    return NULL;
}

void custody_pass_on(struct custody *c, struct slot *lost, const struct parcel_way *heirs)
{
    uint64_t answered = atomic_exchange(&lost->answers, 0);

    custody_turn(c); /* it may have given some just before its end */
    for (size_t i = 0; i < SLOT_HOLDS; i++) {
        uint64_t inode = atomic_exchange(&lost->holds[i], 0);
        struct custody_copy *copy = inode ? find(c, inode) : NULL;
        if (!copy)
            continue;
        if (inode == answered || !parcel_send(heirs, copy->fd)) {
            shutdown(copy->fd, SHUT_RDWR);
            let_go(c, copy);
        }
    }
}

void custody_renounce(struct custody *c)
{
    while (c->ncopies)
        close(c->copies[--c->ncopies].fd);
    close(c->epoll);
    close(c->gifts.take);
}
