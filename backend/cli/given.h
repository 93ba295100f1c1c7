/* What somebody wants a thing to be: name=value words, or a file of JSON or YAML. */
#pragma once
#include <jansson.h>

#include "cli/pick.h"

/* Puts the words into *body, which may hold a row already (edit): maps are merged, member by
 * member. name=value       by the resource's field; an empty value is null labels.env=prod  one
 * member of a map; an empty value takes it away params.port=443  typed by the kind of check that
 * `type` in the body, or among the words, names name:=JSON       anything else the server knows
 * Hosts are looked up by name. ERR_INVALID names the word. */
bool given_words(struct client *c, const struct resource *r, int n, char **words, json_t *body,
                 struct err *e) MUST_CHECK;
/* A file's objects, or standard input's for "-": an array, owned by the caller. */
json_t *given_file(const char *path, struct err *e) MUST_CHECK;
/* The same from text; `name` for messages. */
json_t *given_text(struct str text, const char *name, struct err *e) MUST_CHECK;

enum { GIVEN_MAX = 1 << 20 };
