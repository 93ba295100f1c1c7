/* Short lines about changes. */
#include "cli/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cell.h"
#include "cli/visible.h"

const char *report_noun(const struct resource *r, char out[40])
{
    size_t n = strcspn(r->aliases ? r->aliases : r->name, "|");

    snprintf(out, 40, "%.*s", (int)(n > 39 ? 39 : n), r->aliases ? r->aliases : r->name);
    return out;
}

/* Links and keys that the answer holds and nobody will show again. */
static void put_secrets(const json_t *row)
{
    static const char *const once[] = {"key", "invite_url", "push_url"};

    for (size_t i = 0; i < sizeof once / sizeof *once; i++) {
        const char *text = json_string_value(json_object_get(row, once[i]));
        if (!text)
            continue;
        printf("%s: ", once[i]);
        visible_print(stdout, str_of(text));
        putchar('\n');
    }
}

void report_one(const struct resource *r, const json_t *row, const char *done, bool asked,
                enum show_format format)
{
    const struct resource_column key = {"", resource_key(r), .wide = false};
    char noun[40], *label, *id;
    struct show s;

    if (asked) {
        json_t *rows = json_array();
        json_array_append(rows, (json_t *)(uintptr_t)row);
        show_begin(&s, stdout, format, r, true);
        show_rows(&s, rows);
        show_end(&s);
        json_decref(rows);
        if (format == SHOW_TABLE || format == SHOW_WIDE)
            put_secrets(row);
        return;
    }
    label = r->label ? cell_label(row, r->label) : NULL;
    id = cell_text(row, &key, CELL_PROGRAMS, 0);
    printf("%s ", report_noun(r, noun));
    visible_print(stdout, str_of(label && *label ? label : id));
    printf(" %s", done);
    if (label && id && *label && strcmp(label, id) != 0)
        printf(" (%s)", id);
    putchar('\n');
    put_secrets(row);
    free(label);
    free(id);
}

void report_dry(const struct client_call *call)
{
    char *text = call->body ? json_dumps(call->body, JSON_INDENT(2)) : NULL;

    printf("%s /api/v1%s\n", call->method, call->path);
    if (call->if_match)
        printf("If-Match: %s\n", call->if_match);
    visible_json(stdout, str_of(text));
    fputs(text ? "\n" : "", stdout);
    free(text);
}
