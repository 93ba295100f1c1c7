/* Questions to the person at the terminal, whatever standard input and output are joined to. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* One line without its end. `secret`: what is typed does not show. ERR_UNAVAILABLE without a
 * terminal, ERR_INVALID for nothing at all. */
bool prompt_line(const char *question, bool secret, char *out, size_t cap,
                 struct err *e) MUST_CHECK;
/* Yes or no; anything but y is no. */
bool prompt_yes(const char *question, bool *yes, struct err *e) MUST_CHECK;
