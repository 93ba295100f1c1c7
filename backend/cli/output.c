/* Children's output as bounded JSON lines. */
#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"

enum { FILE_MAX_BYTES = 4 << 20, READS_AT_ONCE = 64 };

/* Words by which foreign programs mark what is worse than information. */
static const struct {
    const char *word;
    enum log_level level;
} marks[] = {
    {"PANIC: ", LOG_ERROR},  {"FATAL: ", LOG_ERROR}, {"ERROR: ", LOG_ERROR}, {"[emerg]", LOG_ERROR},
    {"[alert]", LOG_ERROR},  {"[crit]", LOG_ERROR},  {"[error]", LOG_ERROR}, {"cannot ", LOG_ERROR},
    {"WARNING: ", LOG_WARN}, {"[warn]", LOG_WARN},
};

static enum log_level judge(const char *line)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strstr(line, marks[i].word))
            return marks[i].level;
    return LOG_INFO;
}

void output_init(struct output *o, const char *log_dir, const char *process)
{
    *o = (struct output){.process = process, .pipe = -1, .file = -1};
    snprintf(o->path, sizeof o->path, "%s/%s.log", log_dir, process);
}

bool output_open(struct output *o, int *write_end, struct err *e)
{
    int ends[2];

    output_close(o);
    if (pipe2(ends, O_CLOEXEC) != 0 || fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0)
        return err_set(e, ERR_INTERNAL, "cannot make a pipe: %s", strerror(errno));
    o->pipe = ends[0];
    *write_end = ends[1];
    return true;
}

bool output_rotate(const char *path)
{
    char one[200], two[200];
    struct stat st;

    if (stat(path, &st) != 0 || st.st_size < FILE_MAX_BYTES)
        return false;
    snprintf(one, sizeof one, "%s.1", path);
    snprintf(two, sizeof two, "%s.2", path);
    if (rename(one, two) != 0 && errno != ENOENT)
        return false;
    return rename(path, one) == 0;
}

static void write_line(struct output *o, const char *line, size_t n)
{
    if (o->file >= 0 && o->size >= FILE_MAX_BYTES) {
        close(o->file);
        o->file = -1;
        output_rotate(o->path);
    }
    if (o->file < 0) {
        struct stat st;
        o->file = open(o->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
        o->size = o->file >= 0 && fstat(o->file, &st) == 0 ? st.st_size : 0;
    }
    if (o->file >= 0 && write(o->file, line, n) > 0) /* else the disk is full: nowhere to say so */
        o->size += (off_t)n;
}

static void take_line(struct output *o)
{
    char wrapped[LOG_LINE_BYTES];

    o->line[o->n] = '\0';
    if (o->n == 0)
        return;
    snprintf(o->last, sizeof o->last, "%.*s", OUTPUT_LAST - 1, o->line);
    if (strncmp(o->line, "{\"ts\":", 6) == 0) {
        o->line[o->n] = '\n';
        write_line(o, o->line, o->n + 1);
        return;
    }
    size_t n = log_wrap(wrapped, judge(o->line), o->process, o->line);
    write_line(o, wrapped, n);
}

static void take(struct output *o, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (p[i] == '\n') {
            if (!o->skipping)
                take_line(o);
            o->skipping = false;
            o->n = 0;
        } else if (o->n < sizeof o->line - 1) {
            o->line[o->n++] = p[i];
        } else if (!o->skipping) { /* keep the beginning, drop the rest of this line */
            take_line(o);
            o->skipping = true;
        }
    }
}

void output_drain(struct output *o)
{
    char chunk[4096];

    for (int i = 0; o->pipe >= 0 && i < READS_AT_ONCE; i++) {
        ssize_t n = read(o->pipe, chunk, sizeof chunk);
        if (n > 0) {
            take(o, chunk, (size_t)n);
        } else if (n == 0 || (errno != EINTR && errno != EAGAIN)) {
            close(o->pipe);
            o->pipe = -1;
        } else if (errno == EAGAIN) {
            return;
        }
    }
}

void output_close(struct output *o)
{
    output_drain(o);
    if (o->n && !o->skipping)
        take_line(o);
    o->n = 0;
    o->skipping = false;
    if (o->pipe >= 0)
        close(o->pipe);
    if (o->file >= 0)
        close(o->file);
    o->pipe = o->file = -1;
}
