/* Log lines are whole JSON objects whatever the values hold. */
#include "base/log.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/scope.h"
#include "base/str.h"
#include "unit.h"

/* What one call writes to standard error, terminated. */
static size_t caught(void (*call)(const void *), const void *arg, char *out, size_t cap)
{
    AUTO_FILE f = tmpfile();
    assert_non_null(f);
    AUTO_FD keep = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 10);
    dup2(fileno(f), STDERR_FILENO);
    call(arg);
    dup2(keep, STDERR_FILENO);
    rewind(f);
    size_t n = fread(out, 1, cap - 1, f);
    out[n] = '\0';
    return n;
}

static void say(const void *value)
{
    log_event(LOG_INFO, "happened", "what", (const char *)value, "more", "x", NULL);
}

static void quiet(const void *value)
{
    log_event(LOG_DEBUG, "happened", "what", (const char *)value, NULL);
}

static void complain(const void *e)
{
    log_err("reading", e);
}

static void writes_one_line(void **state)
{
    (void)state;
    char line[8192];
    char pid[32];

    log_init("unit", LOG_INFO);
    size_t n = caught(say, "value", line, sizeof line);
    assert_int_equal(line[n - 1], '\n');
    assert_null(memchr(line, '\n', n - 1));
    assert_non_null(strstr(line, "\"level\":\"info\""));
    assert_non_null(strstr(line, "\"process\":\"unit\",\"event\":\"happened\",\"what\":\"value\""));
    snprintf(pid, sizeof pid, "\"pid\":%d,", (int)getpid());
    assert_non_null(strstr(line, pid));
    assert_int_equal(caught(quiet, "value", line, sizeof line), 0);
}

static void escapes_values(void **state)
{
    (void)state;
    static const struct {
        const char *value, *want;
    } cases[] = {
        {"a\"b", "a\\\"b"},          {"a\\b", "a\\\\b"},       {"two\nlines", "two\\u000alines"},
        {"\x1b[31m", "\\u001b[31m"}, {"\xc3\xa9", "\xc3\xa9"}, {"\xff\xfe", "\\u00ff\\u00fe"},
        {"", "\"what\":\"\""},       {NULL, "\"what\":\"\""},
    };
    char line[8192];

    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t n = caught(say, cases[i].value, line, sizeof line);
        if (!strstr(line, cases[i].want))
            fail_msg("%s", line);
        assert_null(memchr(line, '\n', n - 1));
        assert_true(str_utf8((struct str){line, n}));
    }
}

static void keeps_long_lines_whole(void **state)
{
    (void)state;
    static char big[6000];
    char line[8192];

    memset(big, '"', sizeof big - 1);
    size_t n = caught(say, big, line, sizeof line);
    assert_true(n <= 4096 + 4);
    assert_memory_equal(line + n - 2, "}\n", 2);
    for (size_t at = 1020; at < 1026; at++) { /* a character across the cut */
        memset(big, 'a', sizeof big - 1);
        memcpy(big + at, "\xe2\x82\xac", 3);
        n = caught(say, big, line, sizeof line);
        assert_true(str_utf8((struct str){line, n}));
        assert_null(strstr(line, "\\u00"));
    }
}

static void names_errors(void **state)
{
    (void)state;
    struct err e = {0};
    char line[8192];

    err_field(&e, ERR_INVALID, "name", "too long");
    caught(complain, &e, line, sizeof line);
    assert_non_null(strstr(line, "\"level\":\"warn\""));
    assert_non_null(
        strstr(line, "\"event\":\"reading\",\"code\":\"invalid_value\",\"reason\":\"too long\""
                     ",\"field\":\"name\"}"));
    err_clear(&e);
    err_set(&e, ERR_INTERNAL, "broken");
    caught(complain, &e, line, sizeof line);
    assert_non_null(strstr(line, "\"level\":\"error\""));
}

UNIT_TESTS(UNIT(writes_one_line), UNIT(escapes_values), UNIT(keeps_long_lines_whole),
           UNIT(names_errors))
