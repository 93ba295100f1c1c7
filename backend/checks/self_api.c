/* self, API: GET /api/v1/health by the web server's socket for it. The API's own sockets take
 * nobody but the web server. */
#include <string.h>

#include "checks/self.h"
#include "io/local.h"

static const char question[] = "GET /api/v1/health HTTP/1.0\r\nHost: localhost\r\n\r\n";

/* "HTTP/1.1 200" into 200; 0 for anything else. */
static int64_t status_of(struct str answer)
{
    int64_t status = 0;

    if (answer.n < 12 || !str_starts(answer, "HTTP/1.") || answer.p[8] != ' ' ||
        !str_int((struct str){answer.p + 9, 3}, 100, 599, &status))
        return 0;
    return status;
}

static bool enough(const char *p, size_t n)
{
    (void)p;
    return n >= 12;
}

static void on_done(int error, const char *answer, size_t n, void *data)
{
    struct check_run *run = data;
    int64_t status = error ? 0 : status_of((struct str){answer, n});
    struct failure f;

    ((struct check_self_state *)run->state)->talk = NULL;
    run->result.latency_ms = check_run_elapsed_ms(run);
    if (error) {
        failure_errno(&f, error);
        check_run_failed(run, &f);
    } else if (status == 200) {
        check_result_set(&run->result, STATUS_UP, NULL, "says it is well");
    } else if (status) {
        check_result_set(&run->result, STATUS_DOWN, "bad_status", "answers with status %d",
                         (int)status);
    } else {
        check_result_set(&run->result, STATUS_DOWN, "bad_answer", "the answer is no HTTP");
    }
    check_end(run);
}

void check_self_api_start(struct check_run *run)
{
    struct check_self_state *s = (struct check_self_state *)run->state;
    const char *path = run->lab->api_socket;
    const struct local_talk talk = {.path = path,
                                    .question = question,
                                    .question_n = sizeof question - 1,
                                    .enough = enough,
                                    .done = on_done,
                                    .data = run};
    struct failure f;
    int error;

    if (path && (s->talk = local_ask(run->lab->net.loop, &talk, &error)))
        return;
    if (path) {
        failure_errno(&f, error);
        check_run_failed(run, &f);
    } else {
        check_result_set(&run->result, STATUS_UNKNOWN, "not_configured", "no API is configured");
    }
    check_end(run);
}
