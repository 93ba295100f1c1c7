/* Command-line options from rows: one table parses, refuses and explains them.
 * `--name value`, `--name=value`, a one-letter form where given; `--` ends options. */
#pragma once
#include <stddef.h>

#include "base/err.h"

/* Tables end with a row whose name is NULL. */
struct opt {
    const char *name;  /* without the dashes */
    char letter;       /* short form, or 0 */
    const char *value; /* what the value is called in the help, NULL for a flag */
    const char *help;  /* one sentence */
};

/* Values by row (borrowed from argv; NULL = not given, "" = flag given) and the other arguments,
 * which are moved to the front of argv[1..]. ERR_INVALID with the option's name. */
bool opt_parse(const struct opt *rows, int argc, char **argv, const char **values, int *rest,
               struct err *e) MUST_CHECK;

/* Prints the rows as the help text shows them. */
void opt_print(const struct opt *rows);
