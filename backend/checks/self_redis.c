/* self, Redis: PING. A server that wants a password first is alive as well. */
#include <string.h>

#include "checks/self.h"

static bool whole_line(const char *p, size_t n)
{
    return memchr(p, '\n', n) != NULL;
}

static void judge(struct check_run *run, struct str answer)
{
    if (str_starts(answer, "+PONG") || str_starts(answer, "-NOAUTH"))
        check_result_set(&run->result, STATUS_UP, NULL, "answers PING");
    else
        check_result_set(&run->result, STATUS_DEGRADED, "bad_answer", "answers PING with \"%.*s\"",
                         (int)(answer.n < 80 ? answer.n : 80), answer.p);
}

void check_self_redis_start(struct check_run *run)
{
    check_self_ask(run, &(struct check_self_question){.path = run->lab->redis_socket,
                                                      .text = STR("PING\r\n"),
                                                      .enough = whole_line,
                                                      .judge = judge});
}
