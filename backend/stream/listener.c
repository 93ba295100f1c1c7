/* One connection. */
#include "stream/listener.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "stream/head.h"

enum { FIRST_READ = 1024, DISCARD = 256 };

void listener_become(struct listener *l, enum listener_state state)
{
    l->state = state;
    l->state_mono_ms = clock_mono_ms();
}

void listener_cut(struct listener *l)
{
    if (l->state == LISTENER_GONE)
        return;
    listener_become(l, LISTENER_GONE);
    loop_forget(l->loop, l->watch);
    close(l->fd);
    l->fd = -1;
    l->owner->gone(l->owner->self, l);
}

/* --- writing --- */

static void drop_first(struct listener *l)
{
    struct message *m = l->queue[l->first];

    l->queued_bytes -= m->n;
    l->first = (l->first + 1) % LISTENER_QUEUE;
    l->queued--;
    l->sent = 0;
    message_drop(m);
}

static void write_on(struct listener *l)
{
    while (l->queued && l->state != LISTENER_GONE) {
        struct message *m = l->queue[l->first];
        ssize_t n = send(l->fd, m->p + l->sent, m->n - l->sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return;
        if (n < 0) {
            listener_cut(l);
            return;
        }
        l->sent += (size_t)n;
        if (l->sent == m->n)
            drop_first(l);
    }
    if (l->state == LISTENER_ENDING)
        listener_cut(l);
}

static void enqueue(struct listener *l, struct message *m)
{
    l->queue[(l->first + l->queued) % LISTENER_QUEUE] = message_hold(m);
    l->queued++;
    l->queued_bytes += m->n;
    l->said_mono_ms = clock_mono_ms();
}

void listener_send(struct listener *l, struct message *m)
{
    if (!m || l->state >= LISTENER_ENDING)
        return;
    if (l->queued && (l->queued + 1 >= LISTENER_QUEUE /* one place is kept for the goodbye */
                      || l->queued_bytes + m->n > LISTENER_QUEUE_BYTES)) {
        l->slow = true;
        listener_bye(l, "slow");
        return;
    }
    enqueue(l, m);
    if (l->queued == 1)
        write_on(l);
}

void listener_finish(struct listener *l, struct message *m)
{
    if (l->state >= LISTENER_ENDING)
        return;
    if (m)
        enqueue(l, m);
    listener_become(l, LISTENER_ENDING);
    write_on(l);
}

void listener_bye(struct listener *l, const char *reason)
{
    char data[60];
    struct message *m = NULL;

    if (l->state >= LISTENER_ENDING)
        return;
    unsigned keep = l->queued && l->sent ? 1 : 0; /* half of a message cannot be taken back */
    while (l->queued > keep) {
        struct message *last = l->queue[(l->first + l->queued - 1) % LISTENER_QUEUE];
        l->queued--;
        l->queued_bytes -= last->n;
        message_drop(last);
    }
    int n = snprintf(data, sizeof data, "{\"reason\":\"%s\"}", reason);
    if (l->state == LISTENER_OPEN)
        m = message_event("bye", 0, (struct str){data, (size_t)n});
    listener_finish(l, m);
    message_drop(m);
}

/* --- reading --- */

static bool room_to_read(struct listener *l)
{
    if (l->in_n < l->in_cap)
        return true;
    size_t cap = l->in_cap ? 2 * l->in_cap : FIRST_READ;
    char *p = cap <= HEAD_MAX ? realloc(l->in, cap) : NULL;
    if (!p)
        return false;
    l->in = p;
    l->in_cap = cap;
    return true;
}

static void read_head(struct listener *l)
{
    while (l->state == LISTENER_READING) {
        if (!room_to_read(l)) {
            listener_cut(l);
            return;
        }
        ssize_t n = recv(l->fd, l->in + l->in_n, l->in_cap - l->in_n, MSG_DONTWAIT);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (n <= 0) {
            listener_cut(l);
            return;
        }
        l->in_n += (size_t)n;
        if (!head_whole(l->in, l->in_n))
            continue;
        char *head = l->in;
        l->in = NULL;
        listener_become(l, LISTENER_ASKING);
        l->owner->asked(l->owner->self, l, (struct str){head, l->in_n});
        explicit_bzero(head, l->in_n);
        free(head);
    }
}

/* After its request nobody has anything to say; the end of it is the end. */
static void read_end(struct listener *l)
{
    char scrap[DISCARD];
    ssize_t n = recv(l->fd, scrap, sizeof scrap, MSG_DONTWAIT);

    if (n >= 0 || (errno != EAGAIN && errno != EINTR))
        listener_cut(l);
}

static void ready(void *data, uint32_t epoll)
{
    struct listener *l = data;

    if (epoll & EPOLLOUT)
        write_on(l);
    if (l->state == LISTENER_READING)
        read_head(l);
    else if (l->state != LISTENER_GONE && (epoll & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)))
        read_end(l);
}

struct listener *listener_new(struct loop *loop, int fd, const struct listener_owner *owner)
{
    struct listener *l = calloc(1, sizeof *l);

    if (l)
        *l = (struct listener){.owner = owner, .loop = loop, .fd = fd};
    if (!l || !(l->watch = loop_watch(loop, fd, ready, l))) {
        free(l);
        close(fd);
        return NULL;
    }
    listener_become(l, LISTENER_READING);
    return l;
}

void listener_free(struct listener *l)
{
    while (l->queued)
        drop_first(l);
    topics_clear(&l->topics);
    free(l->in);
    free(l);
}
