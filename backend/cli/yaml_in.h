/* YAML as JSON: the core schema without anchors, aliases and tags, so that nothing grows or becomes
 * something else while it is read. */
#pragma once
#include <jansson.h>

#include "base/err.h"
#include "base/str.h"

/* An array of the documents in the text, owned by the caller. ERR_MALFORMED with the line. */
json_t *yaml_in_read(struct str text, struct err *e) MUST_CHECK;
