/* News of the event stream as lines for people, or as JSON lines for programs. */
#pragma once
#include <jansson.h>

#include "cli/client.h"
#include "cli/resource.h"

struct tidings {
    struct client *client; /* to ask for names */
    const struct resource *r;
    const char *only; /* changes of this host's id alone, or NULL */
    const char *name; /* what the one that is watched is called, or NULL */
    bool json, colour;
    int64_t lines; /* written so far */
    json_t *names; /* id to name, of r; owned */
};

/* Writes what the event says, if it is one of those that are watched. */
void tidings_event(struct tidings *t, const char *event, const json_t *data);
void tidings_clear(struct tidings *t);
