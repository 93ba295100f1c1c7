/* What a refused call means to whoever made it: problem documents as errors with the next step. */
#pragma once
#include "base/err.h"
#include "cli/fetch.h"

/* Fills *e from an answer whose status is no success. Always returns false. `url` names the server
 * for people, `keyed`: an API key was shown rather than a password. */
bool refusal_read(const struct fetch_answer *a, const char *url, bool keyed, struct err *e);
