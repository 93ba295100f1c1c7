/* JSON lines, each written by one write(2) so that processes sharing a file never mix. */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/str.h"

enum { LINE_MAX_BYTES = LOG_LINE_BYTES - 4, VALUE_MAX = 1024 };

static const char *process_name = "tocsin";
static enum log_level least_level = LOG_INFO;

enum log_level log_level_of(const char *name)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};

    for (int i = 0; i < (int)(sizeof names / sizeof *names); i++)
        if (strcmp(names[i], name) == 0)
            return (enum log_level)i;
    return LOG_INFO;
}

void log_init(const char *process, enum log_level least)
{
    process_name = process;
    least_level = least;
}

static void json_text(struct buf *b, const char *z)
{
    size_t n = strnlen(z, VALUE_MAX);

    for (int i = 0; i < 3 && n > VALUE_MAX - 3 && ((unsigned char)z[n] & 0xc0) == 0x80; i++)
        n--; /* never cut inside a UTF-8 sequence */
    bool utf8 = str_utf8((struct str){z, n});
    buf_char(b, '"');
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)z[i];
        if (c == '"' || c == '\\')
            buf_fmt(b, "\\%c", c);
        else if (c < 0x20 || c == 0x7f || (c >= 0x80 && !utf8))
            buf_fmt(b, "\\u%04x", c);
        else
            buf_char(b, (char)c);
    }
    buf_char(b, '"');
}

static void pair(struct buf *b, const char *key, const char *value)
{
    struct buf before = *b;

    buf_char(b, ',');
    json_text(b, key);
    buf_char(b, ':');
    json_text(b, value);
    if (!buf_ok(b)) { /* leave out what does not fit, keep the line whole */
        *b = before;
        b->p[b->n] = '\0';
    }
}

static void begin(struct buf *b, enum log_level level, const char *process, int pid,
                  const char *event)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    char at[CLOCK_TEXT];

    clock_rfc3339(clock_wall_us(), at);
    buf_fmt(b, "{\"ts\":\"%s\",\"level\":\"%s\"", at, names[level]);
    if (pid)
        buf_fmt(b, ",\"pid\":%d", pid);
    pair(b, "process", process);
    pair(b, "event", event);
}

static size_t end(struct buf *b)
{
    b->p[b->n] = '}';
    b->p[b->n + 1] = '\n';
    return b->n + 2;
}

void log_event(enum log_level level, const char *event, ...)
{
    char line[LOG_LINE_BYTES];
    struct buf b = {.p = line, .cap = LINE_MAX_BYTES};
    va_list ap;

    if (level < least_level)
        return;
    begin(&b, level, process_name, (int)getpid(), event);
    va_start(ap, event);
    for (const char *key; (key = va_arg(ap, const char *)) != NULL;) {
        const char *value = va_arg(ap, const char *);
        pair(&b, key, value ? value : "");
    }
    va_end(ap);
    ssize_t written = write(STDERR_FILENO, line, end(&b));
    (void)written; /* nowhere left to say that the log is gone */
}

size_t log_wrap(char out[LOG_LINE_BYTES], enum log_level level, const char *process,
                const char *text)
{
    struct buf b = {.p = out, .cap = LINE_MAX_BYTES};

    begin(&b, level, process, 0, "output");
    pair(&b, "text", text);
    return end(&b);
}

void log_err(const char *doing, const struct err *e)
{
    log_event(e->code == ERR_INTERNAL || e->code == ERR_UNAVAILABLE ? LOG_ERROR : LOG_WARN, doing,
              "code", err_kind(e->code)->slug, "reason", e->msg, "field", e->field, NULL);
}
