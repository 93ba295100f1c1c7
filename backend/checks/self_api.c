/* self, API: GET /api/v1/health over its FastCGI socket, as nginx would ask. */
#include <string.h>

#include "checks/self.h"
#include "io/local.h"

enum { BEGIN = 1, PARAMS = 4, STDIN = 5, STDOUT = 6, RESPONDER = 1 };

static void add_record(struct check_self_question *q, uint8_t type, const void *p, size_t n)
{
    const uint8_t head[8] = {1, type, 0, 1, (uint8_t)(n >> 8), (uint8_t)n, 0, 0};

    memcpy(q->bytes + q->n, head, sizeof head);
    if (n)
        memcpy(q->bytes + q->n + sizeof head, p, n);
    q->n += sizeof head + n;
}

static void build(struct check_self_question *q)
{
    static const char *const params[][2] = {
        {"GATEWAY_INTERFACE", "CGI/1.1"},   {"REQUEST_METHOD", "GET"},
        {"SERVER_PROTOCOL", "HTTP/1.1"},    {"REQUEST_URI", "/api/v1/health"},
        {"DOCUMENT_URI", "/api/v1/health"}, {"QUERY_STRING", ""},
        {"REMOTE_ADDR", "127.0.0.1"},       {"CONTENT_LENGTH", ""},
    };
    static const uint8_t begin[8] = {0, RESPONDER};
    uint8_t body[300];
    size_t n = 0;

    for (size_t i = 0; i < sizeof params / sizeof *params; i++) {
        size_t name = strlen(params[i][0]), value = strlen(params[i][1]);
        body[n++] = (uint8_t)name;
        body[n++] = (uint8_t)value;
        memcpy(body + n, params[i][0], name);
        memcpy(body + n + name, params[i][1], value);
        n += name + value;
    }
    q->n = 0;
    add_record(q, BEGIN, begin, sizeof begin);
    add_record(q, PARAMS, body, n);
    add_record(q, PARAMS, NULL, 0);
    add_record(q, STDIN, NULL, 0);
}

/* The first record of the answer's text; its length, or 0. */
static size_t answer_text(const char *p, size_t n, const char **text)
{
    const uint8_t *b = (const uint8_t *)p;

    if (n < 8 || b[0] != 1 || b[1] != STDOUT)
        return 0;
    size_t length = (size_t)b[4] << 8 | b[5];
    *text = p + 8;
    return length <= n - 8 ? length : 0;
}

static bool enough(const char *p, size_t n)
{
    const char *text;

    return answer_text(p, n, &text) > 0;
}

/* A CGI answer without a Status line is 200. */
static int64_t status_of(struct str text)
{
    int64_t status = 200;
    struct str line;

    while (str_cut(&text, '\n', &line) && line.n > 1)
        if (str_starts(line, "Status: ") && line.n >= 11 &&
            !str_int((struct str){line.p + 8, 3}, 100, 599, &status))
            return 0;
    return status;
}

static void on_done(int error, const char *answer, size_t n, void *data)
{
    struct check_run *run = data;
    const char *text = "";
    size_t length = error ? 0 : answer_text(answer, n, &text);
    int64_t status = length ? status_of((struct str){text, length}) : 0;
    struct failure f;

    ((struct check_self_state *)run->state)->talk = NULL;
    run->result.latency_ms = check_run_elapsed_ms(run);
    if (error) {
        failure_errno(&f, error);
        check_result_set(&run->result, STATUS_DOWN, f.reason, "API: %s", f.text);
    } else if (status == 200) {
        check_result_set(&run->result, STATUS_UP, NULL, "says it is well");
    } else if (status) {
        check_result_set(&run->result, STATUS_DOWN, "bad_status", "answers with status %d",
                         (int)status);
    } else {
        check_result_set(&run->result, STATUS_DOWN, "bad_answer", "the answer is no FastCGI");
    }
    check_end(run);
}

void check_self_api_start(struct check_run *run)
{
    struct check_self_state *s = (struct check_self_state *)run->state;
    struct check_self_question *q = &s->question;
    const char *path = run->lab->api_socket;
    struct local_talk talk = {
        .path = path, .question = q->bytes, .enough = enough, .done = on_done, .data = run};
    struct failure f;
    int error;

    build(q);
    talk.question_n = q->n;
    if (path && (s->talk = local_ask(run->lab->net.loop, &talk, &error)))
        return;
    if (path) {
        failure_errno(&f, error);
        check_result_set(&run->result, STATUS_DOWN, "connection_refused", "API: %s", f.text);
    } else {
        check_result_set(&run->result, STATUS_UNKNOWN, "not_configured", "no API is configured");
    }
    check_end(run);
}
