/* Parameters given as JSON, judged by their rows: the API before they are saved, the kinds before
 * they are run. Types, bounds, choices, formats, and what two of them say together. */
#pragma once
#include <jansson.h>

#include "base/param.h"

/* Gets each fault: the member's name (borrowed), a code for machines (static), a clause about it
 * for people that dies with the call. */
typedef void params_tell(const char *name, const char *code, const char *clause, void *data);

/* `given` is an object. True when there was nothing to tell. The codes: unknown_field, required,
 * wrong_type, out_of_range, bad_choice, bad_format, bad_combination. */
bool params_judge(const struct param *rows, const json_t *given, params_tell *tell,
                  void *data) MUST_CHECK;
