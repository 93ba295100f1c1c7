/* A person's editor on a piece of text. */
#pragma once
#include "base/err.h"
#include "base/str.h"

struct editor_file {
    char path[300]; /* in a folder of its own that only we may enter */
};

/* Writes the text and runs $VISUAL, $EDITOR or vi on it, its words as an argument vector, no shell.
 * The new text, owned by the caller; the file stays until editor_forget. ERR_UNAVAILABLE when the
 * editor cannot be run or ends badly. */
char *editor_run(struct editor_file *f, struct str text, struct err *e) MUST_CHECK;
void editor_forget(struct editor_file *f);
