/* The words that common passwords are made of. */
#pragma once
#include <stdbool.h>

#include "base/str.h"

/* Length in bytes of the longest listed word that `text` begins with; 0 when it begins with none.
 * `text` is in lower case. */
size_t common_words_prefix(struct str text);
