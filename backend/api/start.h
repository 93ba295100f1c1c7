/* From a configuration to an app that can serve. */
#pragma once
#include "api/app.h"

/* Loads configuration, keys and routes; connects to nothing yet. NULL with a reason: no start.
 * `path` NULL: as config_load. */
struct app *start_app(const char *path, enum pool pool, bool cgi, struct err *e) MUST_CHECK;
void start_app_free(struct app *app);
