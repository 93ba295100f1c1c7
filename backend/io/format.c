/* The formats, one function each, in the order of their names. */
#include "io/format.h"

#include <stdio.h>
#include <string.h>

#include "base/escape.h"
#include "base/str.h"
#include "io/addr.h"
#include "io/dnsmsg.h"
#include "io/http.h"
#include "io/http_status.h"

enum { ESCAPED_MAX = 1024, ANSWER_MAX = 255 };

/* A text the body of an answer must or must not have: there is no body to look at with HEAD. */
static bool body_text(const json_t *value, const char *method, struct err *e)
{
    (void)value;
    return strcmp(method, "HEAD") != 0 ||
           err_set(e, ERR_INVALID, "cannot be looked for: an answer to HEAD has no body");
}

static bool dns_label_text(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < 0x20 || (unsigned char)text.p[i] >= 0x7f)
            return false;
    return true;
}

/* A name as it stands in an answer; the root is a dot. */
static bool dns_target(struct str text)
{
    uint8_t question[DNSMSG_QUESTION];
    struct err ignored = {0};
    uint16_t type;
    size_t n;

    return str_is(text, ".") ||
           (dnsmsg_type(STR("NS"), &type) && dnsmsg_question(text, type, question, &n, &ignored));
}

/* Whole numbers divided by blanks at the front of *text, each up to `max`. */
static bool take_numbers(struct str *text, int how_many, int64_t max)
{
    struct str one;
    int64_t n;

    while (how_many-- > 0)
        if (!str_cut(text, ' ', &one) || !str_int(one, 0, max, &n))
            return false;
    return true;
}

static bool is_address(struct str text, bool v4)
{
    struct addr a;

    return addr_parse(text, &a) && a.v4 == v4;
}

static bool answer_fits(const char *record, struct str text)
{
    struct str name, other;

    if (strcmp(record, "A") == 0 || strcmp(record, "AAAA") == 0)
        return is_address(text, record[1] == '\0');
    if (strcmp(record, "MX") == 0)
        return take_numbers(&text, 1, UINT16_MAX) && dns_target(text);
    if (strcmp(record, "SRV") == 0)
        return take_numbers(&text, 3, UINT16_MAX) && dns_target(text);
    if (strcmp(record, "SOA") == 0)
        return str_cut(&text, ' ', &name) && dns_target(name) && str_cut(&text, ' ', &other) &&
               dns_target(other) && take_numbers(&text, 5, UINT32_MAX) && !text.p;
    if (strcmp(record, "CAA") == 0)
        return take_numbers(&text, 1, UINT8_MAX) && str_cut(&text, ' ', &name) && name.n && text.p;
    return strcmp(record, "TXT") == 0 || dns_target(text); /* CNAME, NS, PTR */
}

/* A value among the answers, as they are written down (io/dnsmsg). */
static bool dns_answer(const json_t *value, const char *record, struct err *e)
{
    static const struct {
        const char *record, *like;
    } likes[] = {
        {"A", "192.0.2.1"},
        {"AAAA", "2001:db8::1"},
        {"CAA", "0 issue ca.example"},
        {"MX", "10 mx.example.org"},
        {"SOA", "ns.example.org admin.example.org 1 7200 900 1209600 300"},
        {"SRV", "10 5 443 host.example.org"},
        {"TXT", "v=spf1 -all"},
    };
    struct str text = {json_string_value(value), json_string_length(value)};
    const char *like = "host.example.org";

    if (dns_label_text(text) && answer_fits(record, text))
        return true;
    for (size_t i = 0; i < sizeof likes / sizeof *likes; i++)
        if (strcmp(likes[i].record, record) == 0)
            like = likes[i].like;
    return err_set(e, ERR_INVALID, "can never be an answer for %s, which reads like %s", record,
                   like);
}

/* A name to ask for; an address only where the question is for its name. */
static bool dns_name(const json_t *value, const char *record, struct err *e)
{
    struct str text = {json_string_value(value), json_string_length(value)};
    uint8_t question[DNSMSG_QUESTION];
    struct addr a;
    uint16_t type;
    size_t n;

    if (addr_parse(text, &a) && strcmp(record, "PTR") != 0)
        return err_set(e, ERR_INVALID, "is an address, which has records of type PTR only");
    return dnsmsg_type(str_of(record), &type) && dnsmsg_question(text, type, question, &n, e);
}

static bool escaped(const json_t *value, const char *with, struct err *e)
{
    struct str text = {json_string_value(value), json_string_length(value)};
    char made[ESCAPED_MAX];
    size_t n;

    (void)with;
    return (text.n <= sizeof made && escape_undo(text, made, &n)) ||
           err_set(e, ERR_INVALID, "has something escaped that is not \\r, \\n, \\t or \\\\");
}

static bool headers(const json_t *value, const char *with, struct err *e)
{
    const char *name;
    json_t *one;

    (void)with;
    json_object_foreach((json_t *)(uintptr_t)value, name, one)
    {
        if (!http_header_check(name, json_string_value(one), e))
            return false;
    }
    return true;
}

static bool host(const json_t *value, const char *with, struct err *e)
{
    enum addr_host kind;
    struct addr a;

    (void)with;
    return addr_host(str_of(json_string_value(value)), &kind, &a, e);
}

static bool path(const json_t *value, const char *with, struct err *e)
{
    const char *given = json_string_value(value);
    char made[URL_MAX];
    struct url u;

    (void)with;
    int n = snprintf(made, sizeof made, "http://x%s", given);
    return (given[0] == '/' && n > 0 && (size_t)n < sizeof made &&
            url_parse(str_of(made), &u, e)) ||
           err_set(e, ERR_INVALID, "begins with / and is percent-encoded ASCII");
}

static bool server(const json_t *value, const char *with, struct err *e)
{
    enum addr_host kind;
    struct addr a;
    struct str name;
    int64_t port;

    (void)with;
    return (addr_split(str_of(json_string_value(value)), &name, &port) ||
            err_set(e, ERR_INVALID, "reads ADDRESS or ADDRESS:PORT")) &&
           addr_host(name, &kind, &a, e);
}

static bool status(const json_t *value, const char *with, struct err *e)
{
    struct http_status set;

    (void)with;
    return http_status_read(str_of(json_string_value(value)), &set, e);
}

static bool url(const json_t *value, const char *with, struct err *e)
{
    struct url u;

    (void)with;
    return url_parse(str_of(json_string_value(value)), &u, e);
}

static const struct {
    const char *name;
    bool (*judge)(const json_t *value, const char *with, struct err *e);
} formats[] = {
    {"body_text", body_text}, {"dns_answer", dns_answer},
    {"dns_name", dns_name},   {"escaped", escaped},
    {"headers", headers},     {"host", host},
    {"path", path},           {"server", server},
    {"status", status},       {"url", url},
};

bool format_judge(const char *format, const json_t *value, const char *with, struct err *e)
{
    if (json_is_string(value) && json_string_length(value) == 0)
        return true;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, format) == 0)
            return formats[i].judge(value, with, e);
    return err_set(e, ERR_INTERNAL, "there is no format %s", format);
}
