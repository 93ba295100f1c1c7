/* What came of a change, for the person who made it. */
#pragma once
#include "cli/client.h"
#include "cli/show.h"

/* "host web1 created (12)", then what is shown only once; or the row itself with -o (`asked`). */
void report_one(const struct resource *r, const json_t *row, const char *done, bool asked,
                enum show_format format);
/* The call that --dry-run does not make: "POST /api/v1/hosts" and its body. */
void report_dry(const struct client_call *call);
/* "host" of "hosts", for messages. */
const char *report_noun(const struct resource *r, char out[40]);
