/* From a configuration to an app that can serve. */
#pragma once
#include "api/app.h"

/* Loads configuration, keys and routes; connects to nothing yet. NULL with a reason: no start.
 * `path` NULL: as config_load. */
struct app *start_app(const char *path, enum pool pool, bool cgi, struct err *e) MUST_CHECK;
void start_app_free(struct app *app);

/* Binds a unix socket for the web server: mode 0660, group by the folder. -1 with ERR_INVALID or
 * ERR_INTERNAL. A socket left by a dead process is replaced, a living one is not. */
int start_listen(const char *path, struct err *e) MUST_CHECK;
