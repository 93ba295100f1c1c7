/* The epoll set inside the loop. A watch forgotten while a batch of events is handed out stays
 * allocated until the batch ends, because the batch may still name it. */
#include "io/loop.h"

#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { BATCH = 128, SPARE = 512 };

struct loop_watch {
    void (*ready)(void *data, uint32_t epoll); /* NULL once forgotten */
    void *data;
    struct loop_watch *next; /* in the list of forgotten or of spare ones */
};

struct loop {
    uv_poll_t poll; /* first: freed by its close callback */
    int epoll;
    bool handing_out;
    struct loop_watch *forgotten, *spare;
    size_t spares;
};

static void put_spare(struct loop *l, struct loop_watch *w)
{
    if (l->spares >= SPARE) {
        free(w);
        return;
    }
    w->next = l->spare;
    l->spare = w;
    l->spares++;
}

static void on_ready(uv_poll_t *p, int status, int events)
{
    struct loop *l = (struct loop *)p;
    struct epoll_event ev[BATCH];

    (void)status;
    (void)events;
    int n = epoll_wait(l->epoll, ev, BATCH, 0);
    l->handing_out = true;
    for (int i = 0; i < n; i++) {
        struct loop_watch *w = ev[i].data.ptr;
        if (w->ready)
            w->ready(w->data, ev[i].events);
    }
    l->handing_out = false;
    while (l->forgotten) {
        struct loop_watch *w = l->forgotten;
        l->forgotten = w->next;
        put_spare(l, w);
    }
}

struct loop *loop_new(uv_loop_t *uv, struct err *e)
{
    struct loop *l = calloc(1, sizeof *l);

    if (!l) {
        err_set(e, ERR_UNAVAILABLE, "no memory for the event loop");
        return NULL;
    }
    l->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (l->epoll < 0 || uv_poll_init(uv, &l->poll, l->epoll) != 0) {
        if (l->epoll >= 0)
            close(l->epoll);
        free(l);
        err_set(e, ERR_UNAVAILABLE, "the event loop cannot be set up");
        return NULL;
    }
    uv_poll_start(&l->poll, UV_READABLE, on_ready);
    uv_unref((uv_handle_t *)&l->poll);
    return l;
}

static void free_loop(uv_handle_t *h)
{
    free(h);
}

void loop_free(struct loop *l)
{
    if (!l)
        return;
    while (l->spare) {
        struct loop_watch *w = l->spare;
        l->spare = w->next;
        free(w);
    }
    uv_poll_stop(&l->poll);
    close(l->epoll);
    uv_close((uv_handle_t *)&l->poll, free_loop);
}

uv_loop_t *loop_uv(struct loop *l)
{
    return l->poll.loop;
}

struct loop_watch *loop_watch(struct loop *l, int fd, void (*ready)(void *data, uint32_t epoll),
                              void *data)
{
    struct loop_watch *w = l->spare;

    if (w) {
        l->spare = w->next;
        l->spares--;
    } else {
        w = malloc(sizeof *w);
    }
    if (!w)
        return NULL;
    *w = (struct loop_watch){.ready = ready, .data = data};
    struct epoll_event ev = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = w};
    if (epoll_ctl(l->epoll, EPOLL_CTL_ADD, fd, &ev) != 0) {
        put_spare(l, w);
        return NULL;
    }
    return w;
}

void loop_forget(struct loop *l, struct loop_watch *w)
{
    w->ready = NULL;
    if (!l->handing_out) {
        put_spare(l, w);
        return;
    }
    w->next = l->forgotten;
    l->forgotten = w;
}
