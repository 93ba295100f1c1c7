/* Reading JSON: a parser that refuses what jansson lets pass, and a sticky reader. The first
 * fault goes to the error given at jin_open, with the member's name as field; ask once, at the
 * end, by jin_done, which also refuses members nobody read. */
#pragma once
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum { JIN_DEPTH = 32, JIN_MEMBERS = 40 };

/* Object or array, UTF-8, no NUL, no duplicate names, at most JIN_DEPTH deep. The caller owns the
 * result. ERR_MALFORMED says where. A number too large for any machine number reads as 1e300. */
json_t *jin_parse(struct str text, struct err *e) MUST_CHECK;

struct jin {
    const json_t *object; /* borrowed */
    struct err *e;
    const char *seen[JIN_MEMBERS];
    size_t nseen;
};

/* `object` that is not one is a fault. Member names are static strings. */
struct jin jin_open(const json_t *object, struct err *e);
/* Required members. Text lengths in bytes; borrowed from the object. */
const char *jin_str(struct jin *in, const char *name, size_t min, size_t max);
int64_t jin_int(struct jin *in, const char *name, int64_t min, int64_t max);
double jin_num(struct jin *in, const char *name, double min, double max);
bool jin_bool(struct jin *in, const char *name);
const json_t *jin_object(struct jin *in, const char *name);
const json_t *jin_array(struct jin *in, const char *name, size_t max);
/* Optional members: absent or null gives the default. */
const char *jin_str_or(struct jin *in, const char *name, size_t max, const char *def);
int64_t jin_int_or(struct jin *in, const char *name, int64_t min, int64_t max, int64_t def);
double jin_num_or(struct jin *in, const char *name, double min, double max, double def);
bool jin_bool_or(struct jin *in, const char *name, bool def);
const json_t *jin_any(struct jin *in, const char *name); /* NULL when absent */
bool jin_done(struct jin *in) MUST_CHECK;
