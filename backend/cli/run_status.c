/* Writing and reading the status file. */
#include "cli/run_status.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "cli/file.h"

enum { FILE_BYTES = 64 << 10 };

static void file_path(const struct place *p, char out[160])
{
    snprintf(out, 160, "%s/run/status.json", p->var);
}

void run_status_build(const struct place *p, char out[64])
{
    static const char *const programs[] = {"tocsin", "tocsin-api", "tocsin-worker", "tocsin-pinger",
                                           "tocsin-stream"};
    uint64_t digest = 14695981039346656037u; /* FNV-1a over times and sizes */
    char path[PATH_MAX];
    struct err e = {0};
    struct stat st;

    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        if (!place_program(p, programs[i], path, &e) || stat(path, &st) != 0)
            continue;
        const int64_t parts[] = {st.st_mtim.tv_sec, st.st_mtim.tv_nsec, st.st_size};
        for (size_t k = 0; k < sizeof parts; k++)
            digest = (digest ^ ((const unsigned char *)parts)[k]) * 1099511628211u;
    }
    snprintf(out, 64, "%016" PRIx64, digest);
}

/* A log line's own words: its event and reason. Other text stays as it is. */
static void plain_note(const char *note, char *out, size_t size)
{
    json_auto_t *line = note[0] == '{' ? json_loads(note, 0, NULL) : NULL;
    const char *event = json_string_value(json_object_get(line, "event"));
    const char *reason = json_string_value(json_object_get(line, "reason"));

    if (event)
        snprintf(out, size, "%s%s%s", event, reason ? ": " : "", reason ? reason : "");
    else
        snprintf(out, size, "%.*s", RUN_STATUS_NOTE - 1, note);
}

static json_t *row_json(const struct place *p, const struct unit *u)
{
    char note[RUN_STATUS_NOTE];

    plain_note(u->note, note, sizeof note);
    json_t *text = json_string(note);
    if (!text) /* not UTF-8 */
        text = json_string("it said something that is not text; see its log");
    return json_pack("{s:s, s:s, s:s, s:i, s:i, s:b, s:I, s:o}", "name", u->service->name, "state",
                     unit_state_name(u->state), "user",
                     p->root && u->service->user ? u->service->user : "", "pid", (int)u->pid,
                     "restarts", u->restarts, "required", u->service->required, "since_us",
                     (json_int_t)u->started_wall_us, "note", text);
}

bool run_status_write(const struct place *p, const char *build, const struct unit *units, size_t n,
                      const char *state, struct err *e)
{
    char path[160];
    json_auto_t *rows = json_array();

    for (size_t i = 0; i < n; i++)
        if (json_array_append_new(rows, row_json(p, &units[i])) != 0)
            return err_set(e, ERR_UNAVAILABLE, "out of memory");
    json_auto_t *all = json_pack("{s:s, s:s, s:i, s:O}", "state", state, "build", build, "pid",
                                 (int)getpid(), "services", rows);
    char *text = all ? json_dumps(all, JSON_INDENT(1)) : NULL;
    if (!text)
        return err_set(e, ERR_UNAVAILABLE, "out of memory");
    file_path(p, path);
    bool ok = file_write(path, str_of(text), NULL, 0644, e);
    free(text);
    return ok;
}

static void take_text(const json_t *o, const char *name, char *out, size_t size)
{
    const char *z = json_string_value(json_object_get(o, name));

    snprintf(out, size, "%s", z ? z : "");
}

static void take_row(const json_t *o, struct run_status_row *r)
{
    take_text(o, "name", r->name, sizeof r->name);
    take_text(o, "state", r->state, sizeof r->state);
    take_text(o, "user", r->user, sizeof r->user);
    take_text(o, "note", r->note, sizeof r->note);
    r->pid = (int)json_integer_value(json_object_get(o, "pid"));
    r->restarts = (int)json_integer_value(json_object_get(o, "restarts"));
    r->since_wall_us = json_integer_value(json_object_get(o, "since_us"));
    r->required = json_is_true(json_object_get(o, "required"));
}

bool run_status_read(const struct place *p, struct run_status *out, struct err *e)
{
    char path[160], *text = malloc(FILE_BYTES);
    struct str content;

    if (!text)
        return err_set(e, ERR_UNAVAILABLE, "out of memory");
    file_path(p, path);
    bool ok = file_read(path, text, FILE_BYTES, &content, e);
    json_auto_t *all = ok ? json_loadb(content.p, content.n, 0, NULL) : NULL;
    free(text);
    if (!ok)
        return false;
    if (!json_is_object(all))
        return err_set(e, ERR_INTERNAL, "%s is not a status file", path);
    const json_t *rows = json_object_get(all, "services");
    *out = (struct run_status){.n = json_array_size(rows)};
    out->n = out->n > RUN_STATUS_MAX ? RUN_STATUS_MAX : out->n;
    take_text(all, "state", out->state, sizeof out->state);
    take_text(all, "build", out->build, sizeof out->build);
    out->pid = (int)json_integer_value(json_object_get(all, "pid"));
    for (size_t i = 0; i < out->n; i++)
        take_row(json_array_get(rows, i), &out->rows[i]);
    return true;
}
