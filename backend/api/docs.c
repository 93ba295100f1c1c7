/* The documentation page. Works without script and without anything from elsewhere. */
#include "api/docs.h"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "api/rate.h"
#include "api/route.h"
#include "api/schema.h"
#include "base/buf.h"

static const char css[] =
    ":root{color-scheme:light dark;--line:light-dark(#d5d9e0,#3a3f4a);--soft:light-dark(#5b6472,"
    "#a3abb8);--code:light-dark(#f1f3f6,#23272f);--link:light-dark(#2747a8,#9db4ff)}"
    "body{margin:0 auto;padding:2rem 1rem 6rem;max-width:60rem;font:1rem/1.5 system-ui,sans-serif;"
    "background:light-dark(#fff,#16181d);color:light-dark(#1b1f27,#e7e9ee)}"
    "a{color:var(--link)}h2{margin-top:3rem;border-bottom:1px solid var(--line)}"
    "h3{margin:2rem 0 .25rem;font:600 1rem ui-monospace,monospace}h3 b{display:inline-block;"
    "min-width:4.5rem}p{margin:.25rem 0}.soft{color:var(--soft);font-size:.9rem}"
    "table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem;font-size:.9rem}"
    "th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px "
    "solid "
    "var(--line)}th{font-weight:600}code{background:var(--code);padding:.1em "
    ".3em;border-radius:3px;"
    "font-family:ui-monospace,monospace}nav ul{columns:3 12rem;padding-left:1rem}";

struct str docs_css(void)
{
    return (struct str){css, sizeof css - 1};
}

static void html(struct jout *w, const char *z)
{
    jout_bytes(w, str_of(z));
}

/* Text, with what HTML would read as its own made harmless. */
static void text(struct jout *w, const char *z)
{
    for (; *z; z++) {
        const char *instead = *z == '<'   ? "&lt;"
                              : *z == '>' ? "&gt;"
                              : *z == '&' ? "&amp;"
                              : *z == '"' ? "&quot;"
                                          : NULL;
        jout_bytes(w, instead ? str_of(instead) : (struct str){z, 1});
    }
}

static void tagged(struct jout *w, const char *open, const char *z, const char *close)
{
    html(w, open);
    text(w, z);
    html(w, close);
}

static const char *type_name(const struct field *f)
{
    static const char *const names[] = {
        [FIELD_STR] = "text",      [FIELD_INT] = "integer",     [FIELD_NUM] = "number",
        [FIELD_BOOL] = "boolean",  [FIELD_ENUM] = "choice",     [FIELD_TIME] = "time",
        [FIELD_SLUG] = "slug",     [FIELD_DECIMAL] = "decimal", [FIELD_EMAIL] = "e-mail",
        [FIELD_OBJECT] = "object", [FIELD_LIST] = "list",       [FIELD_MAP] = "map",
        [FIELD_JSON] = "object"};

    return names[f->type];
}

/* Bounds, choices, default, whether it must be given. */
static void rules(struct jout *w, const struct field *f, bool answer)
{
    char z[80];

    text(w, type_name(f));
    if (f->flags & F_NULL)
        html(w, " or null");
    if (answer)
        return;
    if (f->flags & F_REQUIRED)
        html(w, ", required");
    if (f->type != FIELD_DECIMAL && (f->min != 0 || f->max > 0)) {
        struct buf b = BUF(z);
        buf_fmt(&b, ", %.15g to ", f->min);
        if (f->max > 0)
            buf_fmt(&b, "%.15g", f->max);
        text(w, z);
    }
    if (f->def)
        tagged(w, ", default <code>", f->def, "</code>");
}

static void field_rows(struct jout *w, const struct field *rows, const char *prefix, bool answer)
{
    for (; rows && rows->name; rows++) {
        char name[120];
        struct buf b = BUF(name);
        buf_fmt(&b, "%s%s", prefix, rows->name);
        tagged(w, "<tr><td><code>", name, "</code></td><td>");
        rules(w, rows, answer);
        html(w, "</td><td>");
        text(w, rows->doc ? rows->doc : "");
        if (rows->choices)
            tagged(w, rows->doc ? " <code>" : "<code>", rows->choices, "</code>");
        html(w, "</td></tr>");
        buf_str(&b, rows->type == FIELD_LIST ? "[]." : ".");
        if (rows->type == FIELD_OBJECT)
            field_rows(w, rows->of, name, answer);
        else if (rows->type == FIELD_LIST && rows->of->type == FIELD_OBJECT)
            field_rows(w, rows->of->of, name, answer);
    }
}

static void table(struct jout *w, const char *title, const struct field *rows, bool page,
                  bool answer)
{
    if (!rows && !page)
        return;
    tagged(w, "<table><thead><tr><th>", title, "</th><th>Type</th><th></th></tr></thead><tbody>");
    field_rows(w, rows, "", answer);
    if (page)
        field_rows(w, schema_page, "", answer);
    html(w, "</tbody></table>");
}

static void needs(struct jout *w, const struct route *r)
{
    const char *name = permission_row(r->permission)->name;

    html(w, "<p class=\"soft\">");
    if (name)
        tagged(w, "Needs <code>", name, "</code>");
    else
        text(w, r->permission == PERM_PUBLIC   ? "Open to anybody"
                : r->permission == PERM_PERSON ? "For a signed-in person"
                                               : "For anybody signed in");
    if (r->mfa != MFA_NO)
        html(w, " and a fresh second factor");
    tagged(w, ". Rate class <code>", rate_class(r->rate)->name, "</code>.</p>");
}

static void route(struct jout *w, const struct route *r)
{
    tagged(w, "<h3><b>", r->method, "</b>");
    text(w, r->path);
    tagged(w, "</h3><p>", r->doc, "</p>");
    needs(w, r);
    table(w, "Query", r->query, r->flags & ROUTE_LIST, false);
    table(w, r->flags & ROUTE_PARTIAL ? "Body (any of)" : "Body", r->body, false, false);
    table(w, r->flags & (ROUTE_LIST | ROUTE_WHOLE) ? "Each of items" : "Answer", r->answer, false,
          true);
}

static void errors(struct jout *w)
{
    html(w, "<h2 id=\"errors\">Errors</h2><p>Every error is <code>application/problem+json</code> "
            "with <code>status</code>, <code>code</code>, <code>title</code>, <code>detail</code>, "
            "<code>errors</code> (field, code, message) and <code>request_id</code>.</p>"
            "<table><thead><tr><th>Code</th><th>Status</th><th></th></tr></thead><tbody>");
    for (int c = ERR_NONE + 1; c < ERR__COUNT; c++) {
        char z[8];
        struct buf b = BUF(z);
        const struct err_kind *k = err_kind((enum err_code)c);
        buf_fmt(&b, "%d", k->status);
        tagged(w, "<tr id=\"", k->slug, "\">");
        tagged(w, "<td><code>", k->slug, "</code></td>");
        tagged(w, "<td>", z, "</td>");
        tagged(w, "<td>", k->title, "</td></tr>");
    }
    html(w, "</tbody></table>");
}

void docs_write(struct jout *w)
{
    html(w, "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Tocsin API"
            "</title><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
            "<link rel=\"stylesheet\" href=\"/api/v1/docs/style.css\"></head><body><main>"
            "<h1>Tocsin API " PACKAGE_VERSION "</h1><p>JSON in UTF-8; times are RFC 3339 in UTC. "
            "Send <code>Authorization: Bearer</code> with an access token, or "
            "<code>X-API-Key</code>. The same for programs: <a href=\"/api/v1/openapi.json\">"
            "openapi.json</a>.</p><nav aria-label=\"Resources\"><ul>");
    for (const struct route *const *t = routes_all; *t; t++) {
        struct str name = route_resource(*t);
        html(w, "<li><a href=\"#r-");
        jout_bytes(w, name);
        html(w, "\">");
        jout_bytes(w, name);
        html(w, "</a></li>");
    }
    html(w, "<li><a href=\"#errors\">errors</a></li></ul></nav>");
    for (const struct route *const *t = routes_all; *t; t++) {
        struct str name = route_resource(*t);
        html(w, "<section><h2 id=\"r-");
        jout_bytes(w, name);
        html(w, "\">");
        jout_bytes(w, name);
        html(w, "</h2>");
        for (const struct route *r = *t; r->method; r++)
            route(w, r);
        html(w, "</section>");
    }
    errors(w);
    html(w, "</main></body></html>");
}
