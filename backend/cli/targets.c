/* The list of targets. */
#include "cli/targets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/scope.h"

bool targets_add(struct targets *t, struct str text, struct err *e)
{
    if (text.n >= TARGETS_TEXT || t->n >= TARGETS_MAX)
        return err_set(e, ERR_INVALID, "at most %d targets of %d bytes", TARGETS_MAX, TARGETS_TEXT);
    if (t->n == t->cap) {
        size_t cap = t->cap ? t->cap * 2 : 64;
        char **more = realloc(t->list, cap * sizeof *more);
        if (!more)
            return err_set(e, ERR_UNAVAILABLE, "no memory for the targets");
        t->list = more;
        t->cap = cap;
    }
    char *copy = strndup(text.p, text.n);
    if (!copy)
        return err_set(e, ERR_UNAVAILABLE, "no memory for the targets");
    t->list[t->n++] = copy;
    return true;
}

bool targets_read(struct targets *t, const char *path, struct err *e)
{
    bool standard = strcmp(path, "-") == 0;
    AUTO_FILE file = standard ? NULL : fopen(path, "re");
    FILE *in = standard ? stdin : file;
    char line[TARGETS_TEXT + 2];

    if (!in)
        return err_set(e, ERR_NOT_FOUND, "%.100s cannot be opened", path);
    while (fgets(line, sizeof line, in)) {
        struct str text = str_trim((struct str){line, strcspn(line, "\r\n")});
        if (text.n && text.p[0] != '#' && !targets_add(t, text, e))
            return false;
    }
    if (ferror(in))
        return err_set(e, ERR_INTERNAL, "%.100s cannot be read to its end", path);
    return true;
}

void targets_clear(struct targets *t)
{
    for (size_t i = 0; i < t->n; i++)
        free(t->list[i]);
    free(t->list);
    *t = (struct targets){0};
}
