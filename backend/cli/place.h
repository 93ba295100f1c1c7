/* Where one installation stands: its folder, the files it is made from, its programs, and whether
 * each of its processes gets a uid of its own (started as root) or all share one. */
#pragma once
#include <limits.h>
#include <stdbool.h>

#include "base/err.h"
#include "io/config.h"

struct place {
    char var[96];       /* absolute; short, because a socket's path ends at 107 bytes */
    char share[512];    /* migrations/, nginx/, packaging/, frontend/dist */
    char programs[512]; /* the other binaries of this build */
    char config[128];   /* var/etc/tocsin.conf */
    bool root;
};

/* `var` is made when absent. ERR_INVALID with what to do when it is too long, has characters that
 * configuration files cannot carry, or cannot be entered by the users of the processes. */
bool place_at(struct place *p, const char *var, const char *share, struct err *e) MUST_CHECK;
/* The place a loaded configuration describes. */
bool place_of(struct place *p, const struct config *c, struct err *e) MUST_CHECK;
/* The user that database and migrations run as: postgres, or NULL for whoever runs this. */
const char *place_superuser(const struct place *p);
/* Path of one of our programs; ERR_NOT_FOUND when it is not there. */
bool place_program(const struct place *p, const char *name, char out[PATH_MAX],
                   struct err *e) MUST_CHECK;
