/* Undoing escapes, one pass. */
#include "base/escape.h"

#include <string.h>

bool escape_undo(struct str from, char *to, size_t *n)
{
    static const char names[] = {'r', 'n', 't', '\\'}, values[] = {'\r', '\n', '\t', '\\'};
    size_t made = 0;

    for (size_t i = 0; i < from.n; i++) {
        if (from.p[i] != '\\') {
            to[made++] = from.p[i];
            continue;
        }
        const char *which = ++i < from.n ? memchr(names, from.p[i], sizeof names) : NULL;
        if (!which)
            return false;
        to[made++] = values[which - names];
    }
    *n = made;
    return true;
}
