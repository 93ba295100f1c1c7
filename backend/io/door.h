/* Where the web server knocks: a listening unix socket. */
#pragma once
#include "base/err.h"

/* Binds it: mode 0660, group by the folder. -1 with ERR_INVALID or ERR_INTERNAL. A socket left by
 * a dead process is replaced, a living one is not. `backlog` connections may wait. */
int door_open(const char *path, int backlog, struct err *e) MUST_CHECK;
