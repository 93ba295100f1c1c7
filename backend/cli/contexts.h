/* Servers a person works with: contexts.json in tocsin's folder of XDG_CONFIG_HOME (~/.config),
 * mode 0600, since it holds keys. Read whole, written whole in one step. */
#pragma once
#include <jansson.h>

#include "base/err.h"

enum { CONTEXTS_NAME = 63, CONTEXTS_URL = 500, CONTEXTS_KEY = 300, CONTEXTS_FILE = 300 };

struct context {
    char name[CONTEXTS_NAME + 1]; /* "" when it comes from the environment */
    char url[CONTEXTS_URL + 1];   /* without a slash at its end */
    char key[CONTEXTS_KEY + 1];
    char ca_file[CONTEXTS_FILE + 1]; /* "" the system's certificates */
};

/* {"current": name | null, "contexts": {name: {url, key, ca_file}}}; empty when there is no file.
 * ERR_FORBIDDEN for a file that others may read, ERR_MALFORMED for what is none of ours. */
bool contexts_load(json_t **out, struct err *e) MUST_CHECK;
bool contexts_save(const json_t *all, struct err *e) MUST_CHECK;

/* A name people can type and scripts can carry. */
bool contexts_name_check(const char *name, struct err *e) MUST_CHECK;
/* http or https; http only to this machine, because the key would travel in clear. *out gets it
 * without the slash at its end. */
bool contexts_url_check(const char *url, char out[CONTEXTS_URL + 1], struct err *e) MUST_CHECK;

/* The named one, or TOCSIN_URL with TOCSIN_API_KEY (and TOCSIN_CA_FILE), or the current one.
 * ERR_UNAUTHENTICATED says how to make one. */
bool contexts_choose(const char *name, struct context *out, struct err *e) MUST_CHECK;
/* Adds or replaces it, and makes it the current one. */
bool contexts_put(json_t *all, const struct context *c, struct err *e) MUST_CHECK;
