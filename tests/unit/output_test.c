/* Children's output: whole lines, JSON each, in files that stay small. */
#include "cli/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit.h"

enum { LOG_SLACK = 8192 };
static char folder[] = "/tmp/tocsin-output.XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    static const char *const names[] = {"a.log", "a.log.1", "a.log.2", "b.log", "c.log"};
    char path[200];

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    return rmdir(folder);
}

static size_t content(const struct output *o, char *out, size_t size)
{
    FILE *f = fopen(o->path, "r");
    size_t n = f ? fread(out, 1, size - 1, f) : 0;

    if (f)
        fclose(f);
    out[n] = '\0';
    return n;
}

static void say(int fd, const char *text)
{
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
}

static void wraps_what_is_not_ours(void **state)
{
    struct output o;
    struct err e = {0};
    char text[4096];
    int end;

    (void)state;
    output_init(&o, folder, "b");
    assert_true(output_open(&o, &end, &e));
    say(end, "{\"ts\":\"x\",\"event\":\"own\"}\nplain \"text\"\nFATAL: it ");
    output_drain(&o);
    say(end, "broke\n\nlast words");
    close(end);
    output_drain(&o);
    assert_int_equal(o.pipe, -1);
    output_close(&o);
    content(&o, text, sizeof text);
    assert_memory_equal(text, "{\"ts\":\"x\",\"event\":\"own\"}\n", 25);
    assert_non_null(strstr(text, "\"level\":\"info\",\"process\":\"b\",\"event\":\"output\","
                                 "\"text\":\"plain \\\"text\\\"\"}\n"));
    assert_non_null(strstr(text, "\"level\":\"error\",\"process\":\"b\",\"event\":\"output\","
                                 "\"text\":\"FATAL: it broke\"}\n"));
    assert_string_equal(o.last, "last words");
}

static void cuts_endless_lines(void **state)
{
    struct output o;
    struct err e = {0};
    char chunk[1001], text[16384];
    int end;

    (void)state;
    memset(chunk, 'x', sizeof chunk - 1);
    chunk[sizeof chunk - 1] = '\0';
    output_init(&o, folder, "c");
    assert_true(output_open(&o, &end, &e));
    for (int i = 0; i < 20; i++) {
        say(end, chunk);
        output_drain(&o);
    }
    say(end, "\nnext\n");
    close(end);
    output_close(&o);
    content(&o, text, sizeof text);
    size_t lines = 0;
    for (const char *p = text; (p = strchr(p, '\n')) != NULL; p++)
        lines++;
    assert_int_equal(lines, 2);
    assert_non_null(strstr(text, "\"text\":\"next\"}"));
}

static void rotates(void **state)
{
    struct output o;
    struct err e = {0};
    char line[1024], path[200];
    struct stat st;
    int end;

    (void)state;
    memset(line, 'y', sizeof line - 2);
    line[sizeof line - 2] = '\n';
    line[sizeof line - 1] = '\0';
    output_init(&o, folder, "a");
    assert_true(output_open(&o, &end, &e));
    for (int i = 0; i < 16 << 10; i++) {
        say(end, line);
        output_drain(&o);
    }
    close(end);
    output_close(&o);
    for (int i = 0; i < 4; i++) {
        snprintf(path, sizeof path, i ? "%s.%d" : "%s", o.path, i);
        assert_int_equal(stat(path, &st) == 0, i < 3);
        assert_true(i == 3 || st.st_size <= (4 << 20) + LOG_SLACK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wraps_what_is_not_ours),
        cmocka_unit_test(cuts_endless_lines),
        cmocka_unit_test(rotates),
    };
    return cmocka_run_group_tests_name("output", tests, make_folder, remove_folder);
}
