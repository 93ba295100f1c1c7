/* What a parameter must be beyond its type and bounds: the `format` of its row. Judged here for
 * the API when it is saved and for the kinds when it is run, so that both agree. Where an address
 * leads to is judged when it is connected to, not here. */
#pragma once
#include <jansson.h>

#include "base/err.h"

/* `value` has the row's type: a text, or a map of texts. An empty text is no choice made, and fine.
 * `with` is the text of the parameter the row names there, else NULL. ERR_INVALID; ERR_INTERNAL for
 * a format there is none of. */
bool format_judge(const char *format, const json_t *value, const char *with,
                  struct err *e) MUST_CHECK;
