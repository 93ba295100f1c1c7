/* Clocks and RFC 3339. */
#include "base/clock.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/scope.h"
#include "config.h"

static int64_t now_us(clockid_t id)
{
    struct timespec t;

    clock_gettime(id, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int64_t wall_offset_us(void)
{
#ifdef FAULT_POINTS
    const char *z = getenv("TOCSIN_CLOCK_OFFSET_S"), *file = getenv("TOCSIN_CLOCK_FILE");
    char text[24] = "";
    int64_t s = 0;
    if (file) { /* changes while we run */
        AUTO_FILE f = fopen(file, "re");
        z = f && fgets(text, sizeof text, f) ? text : NULL;
    }
    if (z && str_int(str_of(z), -400000000, 400000000, &s))
        return s * 1000000;
#endif
    return 0;
}

int64_t clock_mono_us(void)
{
    return now_us(CLOCK_MONOTONIC);
}
int64_t clock_mono_ms(void)
{
    return clock_mono_us() / 1000;
}
int64_t clock_cpu_us(void)
{
    return now_us(CLOCK_PROCESS_CPUTIME_ID);
}
int64_t clock_wall_us(void)
{
    return now_us(CLOCK_REALTIME) + wall_offset_us();
}
int64_t clock_wall_ms(void)
{
    return clock_wall_us() / 1000;
}
int64_t clock_wall_s(void)
{
    return clock_wall_us() / 1000000;
}

void clock_rfc3339(int64_t wall_us, char out[CLOCK_TEXT])
{
    int64_t s = wall_us / 1000000, us = wall_us % 1000000;
    struct tm tm;

    if (us < 0)
        s--, us += 1000000;
    time_t t = (time_t)s;
    if (!gmtime_r(&t, &tm) || tm.tm_year < 1 - 1900 || tm.tm_year > 9999 - 1900) {
        out[0] = '\0';
        return;
    }
    char text[64];
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", tm.tm_year + 1900,
             tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, (int)(us / 1000));
    memcpy(out, text, CLOCK_TEXT);
}

/* Reads exactly n digits at s[*i]. */
static bool digits(struct str s, size_t *i, size_t n, int *out)
{
    int64_t v;

    if (s.n - *i < n || !isdigit((unsigned char)s.p[*i]) ||
        !str_int((struct str){s.p + *i, n}, 0, 9999, &v))
        return false;
    *i += n;
    *out = (int)v;
    return true;
}

static bool mark(struct str s, size_t *i, const char *any)
{
    if (*i >= s.n || !strchr(any, s.p[*i]))
        return false;
    ++*i;
    return true;
}

static bool fraction_us(struct str s, size_t *i, int64_t *us)
{
    int64_t unit = 100000;
    size_t from = *i;

    *us = 0;
    for (; *i < s.n && isdigit((unsigned char)s.p[*i]); ++*i, unit /= 10)
        *us += unit * (s.p[*i] - '0');
    return *i > from && *i - from <= 9;
}

static bool zone_s(struct str s, size_t *i, int *offset_s)
{
    int h, m;

    *offset_s = 0;
    if (mark(s, i, "Zz"))
        return true;
    int sign = *i < s.n && s.p[*i] == '-' ? -1 : 1;
    if (!mark(s, i, "+-") || !digits(s, i, 2, &h) || !mark(s, i, ":") || !digits(s, i, 2, &m) ||
        h > 23 || m > 59)
        return false;
    *offset_s = sign * (h * 3600 + m * 60);
    return true;
}

bool clock_parse(struct str s, int64_t *wall_us)
{
    struct tm tm = {0};
    size_t i = 0;
    int year, month, offset_s;
    int64_t us = 0;

    if (!digits(s, &i, 4, &year) || !mark(s, &i, "-") || !digits(s, &i, 2, &month) ||
        !mark(s, &i, "-") || !digits(s, &i, 2, &tm.tm_mday) || !mark(s, &i, "Tt ") ||
        !digits(s, &i, 2, &tm.tm_hour) || !mark(s, &i, ":") || !digits(s, &i, 2, &tm.tm_min) ||
        !mark(s, &i, ":") || !digits(s, &i, 2, &tm.tm_sec))
        return false;
    if (mark(s, &i, ".") && !fraction_us(s, &i, &us))
        return false;
    if (!zone_s(s, &i, &offset_s) || i != s.n)
        return false;
    if (year < 1970 || month < 1 || month > 12 || tm.tm_mday < 1 || tm.tm_hour > 23 ||
        tm.tm_min > 59 || tm.tm_sec > 59)
        return false;
    tm.tm_year = year - 1900;
    tm.tm_mon = month - 1;
    int day = tm.tm_mday;
    time_t t = timegm(&tm);
    if (tm.tm_mday != day) /* 31 April would have become 1 May */
        return false;
    *wall_us = ((int64_t)t - offset_s) * 1000000 + us;
    return true;
}
