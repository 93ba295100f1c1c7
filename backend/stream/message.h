/* Bytes on their way to one or many listeners, shared by all of them. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "io/jout.h"

struct message {
    unsigned refs;
    size_t n;
    char p[];
};

/* All give a message with one reference, or NULL without memory. */
struct message *message_new(struct str text);
/* One event; `id` 0: none. `data` is one line of JSON. */
struct message *message_event(const char *name, int64_t id, struct str data);
/* An event whose JSON has just been written; clears the writer. NULL too when it failed. */
struct message *message_take(const char *name, int64_t id, struct jout *w);
struct message *message_hold(struct message *m);
void message_drop(struct message *m); /* NULL is nothing */
