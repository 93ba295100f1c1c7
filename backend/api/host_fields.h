/* The schema rows of hosts, for every route that takes or shows one. */
#pragma once
#include "api/field.h"

extern const struct field host_fields_body[];
extern const struct field host_fields_bulk[]; /* id, and what may be changed of many at once */
extern const struct field host_fields_answer[];
