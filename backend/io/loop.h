/* Descriptors on a libuv loop, cheaply: one edge-triggered epoll set inside the loop's own, so
 * that a short-lived connection costs one system call to watch and none to forget. */
#pragma once
#include <stdint.h>
#include <uv.h>

#include "base/err.h"

struct loop; /* one per uv_loop_t */
struct loop *loop_new(uv_loop_t *uv, struct err *e) MUST_CHECK;
void loop_free(struct loop *l); /* all watches are gone before; closes in later turns */
uv_loop_t *loop_uv(struct loop *l);

/* Calls `ready` whenever something changes: read or write until EAGAIN. One watch a descriptor.
 * NULL without memory or when the kernel refuses. */
struct loop_watch;
struct loop_watch *loop_watch(struct loop *l, int fd, void (*ready)(void *data, uint32_t epoll),
                              void *data);
/* No more calls. Close the descriptor right after: that is what takes it out of the set. */
void loop_forget(struct loop *l, struct loop_watch *w);
