/* Templates of configuration files and argument lists. */
#include "cli/text.h"

#include <string.h>

/* Length of NAME when s begins with "@NAME@", else 0. */
static size_t name_length(struct str s)
{
    size_t n = 1;

    while (n < s.n && ((s.p[n] >= 'A' && s.p[n] <= 'Z') || s.p[n] == '_'))
        n++;
    return n > 1 && n < s.n && s.p[n] == '@' ? n - 1 : 0;
}

bool text_expand(struct buf *out, struct str from, const struct text_pair *pairs, struct err *e)
{
    buf_str(out, ""); /* terminated even when nothing is added */
    while (from.n) {
        const char *at = memchr(from.p, '@', from.n);
        size_t plain = at ? (size_t)(at - from.p) : from.n;
        buf_add(out, from.p, plain);
        from = (struct str){from.p + plain, from.n - plain};
        size_t n = from.n ? name_length(from) : 0;
        if (n == 0) {
            buf_add(out, from.p, from.n ? 1 : 0);
            from = (struct str){from.p + (from.n ? 1 : 0), from.n ? from.n - 1 : 0};
            continue;
        }
        struct str name = {from.p + 1, n};
        const struct text_pair *pair = pairs;
        while (pair->name && !str_is(name, pair->name))
            pair++;
        if (!pair->name)
            return err_set(e, ERR_INVALID, "a template names @%.*s@, which nothing fills",
                           STR_ARG(name));
        buf_str(out, pair->value);
        from = (struct str){from.p + n + 2, from.n - n - 2};
    }
    return buf_ok(out) ||
           err_set(e, ERR_LIMIT, "a filled template is longer than %zu bytes", out->cap);
}
