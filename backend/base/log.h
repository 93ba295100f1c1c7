/* One JSON object a line on standard error. Values are escaped and cut; secrets never come here:
 * callers log ids and reasons, not bodies, tokens or keys. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* The level of that name; LOG_INFO for any other. */
enum log_level log_level_of(const char *name);
/* `process` is borrowed for ever ("api-fast", "checker"). */
void log_init(const char *process, enum log_level least);

/* key, value pairs end with a NULL key: log_event(LOG_INFO, "started", "pool", name, NULL). */
void log_event(enum log_level level, const char *event, ...) __attribute__((sentinel));

enum { LOG_LINE_BYTES = 4100 };
/* One line, newline included, for text that another program wrote: its length. */
size_t log_wrap(char out[LOG_LINE_BYTES], enum log_level level, const char *process,
                const char *text);

/* An error, once, with what was being done. */
void log_err(const char *doing, const struct err *e);
