/* http: a web address answers with the status and text expected. https is http over TLS.
 * Redirects are followed by hand, each hop judged anew; credentials stay with their origin. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/needle.h"
#include "checks/kind.h"
#include "io/http.h"
#include "io/http_status.h"

enum {
    URL,
    SCHEME,
    PORT,
    PATH,
    METHOD,
    HEADERS,
    BODY,
    STATUS,
    TEXT,
    TEXT_ABSENT,
    REDIRECTS,
    VERIFY,
    SERVER_NAME,
    CERTIFICATE_DAYS,
    FAMILY,
    SLOW
};
enum { BODY_MAX = 1 << 20, HEADERS_MAX = 20 };

static const struct param rows[] = {
    [URL] = {.name = "url",
             .type = PARAM_STRING,
             .max = URL_MAX - 1,
             .format = "url",
             .without = "scheme|port|path",
             .help = "The whole address, http:// or https://; empty: made from the host's address, "
                     "scheme, port and path."},
    [SCHEME] = {.name = "scheme",
                .type = PARAM_ENUM,
                .choices = "http|https",
                .def = "http",
                .help = "With or without TLS, where no URL is given."},
    [PORT] = {.name = "port",
              .type = PARAM_INT,
              .min = 0,
              .max = 65535,
              .def = "0",
              .help = "The port, where no URL is given; 0: the usual one, 80 or 443."},
    [PATH] = {.name = "path",
              .type = PARAM_STRING,
              .min = 1,
              .max = 1024,
              .def = "/",
              .format = "path",
              .help = "Path and query, where no URL is given."},
    [METHOD] = {.name = "method",
                .type = PARAM_ENUM,
                .choices = "GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS",
                .def = "GET",
                .help = "The request's method."},
    [HEADERS] = {.name = "headers",
                 .type = PARAM_MAP,
                 .max = HEADERS_MAX,
                 .format = "headers",
                 .help = "Headers to send; they stay with the first address's origin."},
    [BODY] = {.name = "body", .type = PARAM_STRING, .max = 65536, .help = "The request's body."},
    [STATUS] = {.name = "status",
                .type = PARAM_STRING,
                .min = 3,
                .max = 100,
                .def = "200-399",
                .format = "status",
                .help = "Status codes that count as up: numbers and ranges, like 200,204,300-399."},
    [TEXT] = {.name = "text",
              .type = PARAM_STRING,
              .max = NEEDLE_MAX,
              .format = "body_text",
              .with = "method",
              .help = "Text the first MiB of the answer must contain."},
    [TEXT_ABSENT] = {.name = "text_absent",
                     .type = PARAM_STRING,
                     .max = NEEDLE_MAX,
                     .format = "body_text",
                     .with = "method",
                     .help = "Text the first MiB of the answer must not contain."},
    [REDIRECTS] = {.name = "redirects",
                   .type = PARAM_INT,
                   .min = 0,
                   .max = 3,
                   .def = "3",
                   .help = "How many redirects to follow."},
    [VERIFY] = {.name = "verify",
                .type = PARAM_BOOL,
                .def = "true",
                .help = "Whether a certificate that cannot be trusted counts as down."},
    [SERVER_NAME] = CHECK_ROW_SERVER_NAME,
    [CERTIFICATE_DAYS] = {.name = "certificate_days",
                          .type = PARAM_INT,
                          .unit = "days",
                          .min = 0,
                          .max = 365,
                          .def = "0",
                          .help = "Fewer days left on the certificate count as degraded; 0 "
                                  "switches that off."},
    [FAMILY] = CHECK_ROW_FAMILY,
    [SLOW] = CHECK_ROW_SLOW,
    {0},
};

struct state {
    struct url first, url; /* views into the plan or `texts` */
    char *texts[5];        /* owned; one an address made or followed */
    int texts_n, hop;
    bool away;     /* has left the first origin: credentials stay behind */
    bool plain;    /* method and body are not repeated any more */
    char *request; /* owned */
    size_t request_n, sent;
    int64_t sent_us, first_byte_us;
    struct http_reader reader;
    struct needle text, absent;
};

static struct state *state_of(struct check_run *run)
{
    return (struct state *)run->state;
}

static bool prepare(struct check_plan *plan, struct err *e)
{
    struct http_status *expected = check_plan_own(plan, sizeof *expected, e);

    return expected && http_status_read(str_of(plan->values[STATUS].s), expected, e);
}

static void on_body(const char *p, size_t n, void *data)
{
    struct state *s = data;

    needle_feed(&s->text, p, n);
    if (s->absent.n)
        needle_feed(&s->absent, p, n);
}

static void release_hop(struct check_run *run)
{
    struct state *s = state_of(run);

    check_dial_stop(run);
    free(s->request);
    s->request = NULL;
    http_reader_clear(&s->reader);
}

static void add_facts(struct check_run *run)
{
    struct state *s = state_of(run);
    struct check_result *r = &run->result;

    if (run->dial)
        check_dial_facts(run);
    if (s->first_byte_us)
        check_result_number(r, "first_byte_ms", (double)(s->first_byte_us - s->sent_us) / 1000);
    check_result_number(r, "total_ms", check_run_elapsed_ms(run));
    if (s->reader.status) {
        check_result_int(r, "status", s->reader.status);
        check_result_int(r, "body_bytes", (int64_t)s->reader.body_bytes);
    }
    check_result_int(r, "redirects", s->hop);
}

static void finish(struct check_run *run)
{
    add_facts(run);
    check_end(run);
}

/* A certificate that runs out soon is bad news even while all is well. */
static void judge_certificate(struct check_run *run)
{
    SSL *ssl = dial_ssl(run->dial);
    int64_t end_s;

    if (!ssl || !tls_not_after(ssl, &end_s))
        return;
    int64_t days = (end_s - clock_wall_s()) / 86400;
    check_result_int(&run->result, "certificate_days_left", days);
    if (run->result.status == STATUS_UP && days < check_int(run, CERTIFICATE_DAYS))
        check_result_set(&run->result, STATUS_DEGRADED, "expires_soon",
                         "the certificate has %d days left", (int)days);
}

static void judge(struct check_run *run)
{
    struct state *s = state_of(run);
    struct check_result *r = &run->result;

    r->latency_ms = check_run_elapsed_ms(run);
    if (!http_status_has(run->plan->own, s->reader.status))
        check_result_set(r, STATUS_DOWN, "bad_status", "answered with status %d", s->reader.status);
    else if (!s->text.found)
        check_result_set(r, STATUS_DOWN, "text_missing", "status %d, but the text is not in the %s",
                         s->reader.status, s->reader.full ? "first MiB of the answer" : "answer");
    else if (s->absent.n && s->absent.found)
        check_result_set(r, STATUS_DOWN, "text_present",
                         "status %d, but the answer has the text that must be absent",
                         s->reader.status);
    else
        check_result_set(r, STATUS_UP, NULL, "status %d in %.0f ms", s->reader.status,
                         r->latency_ms);
    judge_certificate(run);
    check_run_slow(run, SLOW);
    finish(run);
}

/* Where a redirect leads next. False: it may not be followed, and the result says why. */
static bool follow(struct check_run *run, struct str location)
{
    struct state *s = state_of(run);
    struct err e = {0};
    struct url to;
    char *text = s->hop < check_int(run, REDIRECTS) ? malloc(URL_MAX) : NULL;

    if (!text) {
        check_result_set(&run->result, STATUS_DOWN, "blocked_redirect", "more than %d redirects",
                         (int)check_int(run, REDIRECTS));
        return false;
    }
    s->texts[s->texts_n++] = text;
    if (!url_follow(&s->url, location, text, &to, &e)) {
        check_result_set(&run->result, STATUS_DOWN, "blocked_redirect",
                         "a redirect is not followed: %s", e.msg);
        return false;
    }
    bool keeps_method = s->reader.status == 307 || s->reader.status == 308;
    s->away = s->away || !url_same_origin(&s->first, &to);
    s->plain = s->plain || s->away || !keeps_method;
    s->url = to;
    s->hop++;
    return true;
}

static void complete(struct check_run *run)
{
    struct state *s = state_of(run);
    struct str location = {s->reader.location, s->reader.location_n};
    int code = s->reader.status;
    bool redirect = code == 301 || code == 302 || code == 303 || code == 307 || code == 308;

    if (!redirect || location.n == 0 || check_int(run, REDIRECTS) == 0) {
        judge(run);
    } else if (follow(run, location)) {
        release_hop(run);
        run->plan->kind->start(run);
    } else {
        finish(run);
    }
}

static void fail_reading(struct check_run *run, const char *reason, const char *text)
{
    enum status status =
        state_of(run)->reader.fault == HTTP_NO_MEMORY ? STATUS_UNKNOWN : STATUS_DOWN;

    check_result_set(&run->result, status, reason, "%s", text);
    finish(run);
}

static void read_answer(struct check_run *run)
{
    struct state *s = state_of(run);
    enum http_state state = s->reader.state;
    enum dial_io io = DIAL_MOVED;
    char in[16384];
    size_t n;

    while (state < HTTP_DONE && (io = dial_read(run->dial, in, sizeof in, &n)) == DIAL_MOVED) {
        if (!s->first_byte_us)
            s->first_byte_us = clock_mono_us();
        state = http_reader_feed(&s->reader, in, n);
    }
    if (io == DIAL_END)
        state = http_reader_end(&s->reader);
    if (state == HTTP_DONE)
        complete(run);
    else if (state == HTTP_FAILED)
        fail_reading(run, http_fault_slug(s->reader.fault), http_fault_text(s->reader.fault));
    else if (io == DIAL_BROKEN)
        fail_reading(run, "connection_reset", "the connection broke off before the answer's end");
}

static void on_ready(void *data)
{
    struct check_run *run = data;
    struct state *s = state_of(run);
    enum dial_io io = DIAL_MOVED;
    size_t n;

    while (s->sent < s->request_n && io == DIAL_MOVED) {
        io = dial_write(run->dial, s->request + s->sent, s->request_n - s->sent, &n);
        if (io == DIAL_MOVED)
            s->sent += n;
    }
    read_answer(run); /* some answer before they have read it all */
}

static bool make_request(struct check_run *run)
{
    struct state *s = state_of(run);
    const char *method = check_text(run, METHOD), *name;
    const json_t *given = run->plan->values[HEADERS].j;
    struct http_header headers[HEADERS_MAX];
    struct str body = str_of(check_text(run, BODY));
    bool head = strcmp(method, "HEAD") == 0;
    bool carries = body.n || strchr("P", method[0]);
    json_t *value;
    size_t n = 0;

    if (!s->away)
        json_object_foreach((json_t *)(uintptr_t)given, name, value) headers[n++] =
            (struct http_header){name, json_string_value(value)};
    if (s->plain && !head)
        method = "GET";
    const char *host = check_text(run, SERVER_NAME);
    const struct http_request request = {.method = method,
                                         .url = &s->url,
                                         .host = s->away || !*host ? NULL : host,
                                         .headers = headers,
                                         .headers_n = n,
                                         .body = s->plain || !carries ? (struct str){0} : body};
    bool looks = s->text.n || s->absent.n;
    http_reader_init(&s->reader, head, looks, BODY_MAX, looks ? on_body : NULL, s);
    s->request = http_request_text(&request, &s->request_n);
    s->sent = 0;
    return s->request != NULL;
}

static void on_open(void *data)
{
    struct check_run *run = data;
    struct state *s = state_of(run);

    if (!make_request(run)) {
        check_result_set(&run->result, STATUS_UNKNOWN, "no_memory", "no memory for the request");
        finish(run);
        return;
    }
    s->sent_us = clock_mono_us();
    s->first_byte_us = 0;
    on_ready(run);
}

static void on_failed(const struct failure *why, void *data)
{
    struct check_run *run = data;
    struct state *s = state_of(run);

    check_dial_lost(run, why);
    if (s->hop > 0 && strcmp(why->reason, "blocked_target") == 0)
        run->result.reason = "blocked_redirect";
    finish(run);
}

/* The first address: the plan's, or made from the host's. */
static bool first_url(struct check_run *run)
{
    struct state *s = state_of(run);
    const char *url = check_text(run, URL), *scheme = check_text(run, SCHEME);
    struct err e = {0};

    if (!*url) {
        struct buf b = {.p = malloc(URL_MAX), .cap = URL_MAX};
        bool v6 = strchr(run->host, ':') != NULL;
        s->texts[s->texts_n++] = b.p;
        if (!b.p) {
            check_result_set(&run->result, STATUS_UNKNOWN, "no_memory", "no memory for a check");
            return false;
        }
        buf_fmt(&b, "%s://%s%s%s", scheme, v6 ? "[" : "", run->host, v6 ? "]" : "");
        if (check_int(run, PORT))
            buf_fmt(&b, ":%d", (int)check_int(run, PORT));
        buf_str(&b, check_text(run, PATH));
        url = b.p;
    }
    if (url_parse(str_of(url), &s->url, &e)) {
        s->first = s->url;
        return true;
    }
    check_result_set(&run->result, STATUS_UNKNOWN, "bad_address", "%s", e.msg);
    return false;
}

/* Begins a hop, the first one too. */
static void start(struct check_run *run)
{
    static const struct dial_calls calls = {on_open, on_ready, on_failed};
    struct state *s = state_of(run);
    const char *text = check_text(run, TEXT), *absent = check_text(run, TEXT_ABSENT);
    const char *name = check_text(run, SERVER_NAME);
    char host[256];

    if (s->hop == 0 && !first_url(run)) {
        check_end(run);
        return;
    }
    needle_init(&s->text, text, strlen(text));
    needle_init(&s->absent, absent, strlen(absent));
    snprintf(host, sizeof host, "%.*s", STR_ARG(s->url.host));
    const struct dial_to to = {.host = host,
                               .port = s->url.port,
                               .family = check_run_family(run, FAMILY),
                               .tls = s->url.tls,
                               .verify = check_bool(run, VERIFY),
                               .server_name = s->away || !*name ? NULL : name,
                               .budget_ms = check_run_left_ms(run)};
    if (!check_dial_start(run, &to, &calls))
        check_end(run);
}

static void stop(struct check_run *run)
{
    struct state *s = state_of(run);

    release_hop(run);
    for (int i = 0; i < s->texts_n; i++)
        free(s->texts[i]);
}

static void late(struct check_run *run)
{
    struct failure f;

    dial_timed_out(run->dial, &f);
    check_run_failed(run, &f);
    add_facts(run);
}

static bool uses_tls(const struct check_plan *plan)
{
    const char *url = plan->values[URL].s;

    return url[0] ? str_starts(str_of(url), "https:")
                  : strcmp(plan->values[SCHEME].s, "https") == 0;
}

const struct check_kind check_http = {
    .name = "http",
    .summary = "A web address answers with the status and text expected",
    .cost_us = 150,
    .cost_tls_us = 1200,
    .tls = uses_tls,
    .params = rows,
    .prepare = prepare,
    .state_bytes = sizeof(struct state),
    .start = start,
    .stop = stop,
    .late = late,
};
