/* self, Redis: PING. A server that wants a password first is alive as well. */
#include <string.h>

#include "checks/self.h"
#include "io/local.h"

static const char PING[] = "PING\r\n";

static bool whole_line(const char *p, size_t n)
{
    return memchr(p, '\n', n) != NULL;
}

static void on_done(int error, const char *answer, size_t n, void *data)
{
    struct check_run *run = data;
    struct str line = {answer, n};
    struct failure f;

    ((struct check_self_state *)run->state)->talk = NULL;
    run->result.latency_ms = check_run_elapsed_ms(run);
    if (error) {
        failure_errno(&f, error);
        check_result_set(&run->result, STATUS_DOWN, f.reason, "Redis: %s", f.text);
    } else if (str_starts(line, "+PONG") || str_starts(line, "-NOAUTH")) {
        check_result_set(&run->result, STATUS_UP, NULL, "answers PING");
    } else {
        check_result_set(&run->result, STATUS_DEGRADED, "bad_answer", "answers PING with %.80s",
                         n && n < LOCAL_ANSWER ? answer : "nothing");
    }
    check_end(run);
}

void check_self_redis_start(struct check_run *run)
{
    struct check_self_state *s = (struct check_self_state *)run->state;
    const char *path = run->lab->redis_socket;
    struct local_talk talk = {.path = path,
                              .question = PING,
                              .question_n = sizeof PING - 1,
                              .enough = whole_line,
                              .done = on_done,
                              .data = run};
    struct failure f;
    int error;

    if (path && (s->talk = local_ask(run->lab->net.loop, &talk, &error)))
        return;
    if (path) {
        failure_errno(&f, error);
        check_result_set(&run->result, STATUS_DOWN, "connection_refused", "Redis: %s", f.text);
    } else {
        check_result_set(&run->result, STATUS_UNKNOWN, "not_configured", "no Redis is configured");
    }
    check_end(run);
}
