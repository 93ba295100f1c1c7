/* Text in which people write line ends: \r, \n, \t and \\ stand for what they mean. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

/* `to` has room for as many bytes as `from` has, and is not terminated; *n counts them. False for a
 * backslash before anything else, or at the end. */
bool escape_undo(struct str from, char *to, size_t *n) MUST_CHECK;
