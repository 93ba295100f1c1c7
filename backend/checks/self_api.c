/* self, API: GET /api/v1/health by the web server's socket for it. The API's own sockets take
 * nobody but the web server. */
#include "checks/self.h"

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

static void judge(struct check_run *run, struct str answer)
{
    int64_t status = status_of(answer);

    if (status == 200)
        check_result_set(&run->result, STATUS_UP, NULL, "says it is well");
    else if (status)
        check_result_set(&run->result, STATUS_DOWN, "bad_status", "answers with status %d",
                         (int)status);
    else
        check_result_set(&run->result, STATUS_DOWN, "bad_answer", "the answer is no HTTP");
}

void check_self_api_start(struct check_run *run)
{
    check_self_ask(run, &(struct check_self_question){
                            .path = run->lab->api_socket,
                            .text = STR("GET /api/v1/health HTTP/1.0\r\nHost: localhost\r\n\r\n"),
                            .enough = enough,
                            .judge = judge});
}
