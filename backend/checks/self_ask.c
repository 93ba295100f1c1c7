/* self: asking a server of this machine, and what it means that one cannot. */
#include <errno.h>

#include "checks/self.h"
#include "io/local.h"

static void failed(struct check_run *run, int error)
{
    struct failure f;

    /* A server whose queue is full takes us as little as one that is not there. */
    failure_errno(&f, error == EAGAIN ? ECONNREFUSED : error);
    check_run_failed(run, &f);
}

static void on_done(int error, const char *answer, size_t n, void *data)
{
    struct check_run *run = data;
    struct check_self_state *s = (struct check_self_state *)run->state;

    s->talk = NULL;
    run->result.latency_ms = check_run_elapsed_ms(run);
    if (error)
        failed(run, error);
    else
        s->judge(run, (struct str){answer, n});
    check_end(run);
}

void check_self_ask(struct check_run *run, const struct check_self_question *q)
{
    struct check_self_state *s = (struct check_self_state *)run->state;
    const struct local_talk talk = {.path = q->path,
                                    .question = q->text.p,
                                    .question_n = q->text.n,
                                    .enough = q->enough,
                                    .done = on_done,
                                    .data = run};
    int error = 0;

    s->judge = q->judge;
    if (q->path && (s->talk = local_ask(run->lab->net.loop, &talk, &error)))
        return;
    if (q->path)
        failed(run, error);
    else
        check_result_set(&run->result, STATUS_UNKNOWN, "not_configured", "no %s is configured",
                         check_text(run, CHECK_SELF_PART));
    check_end(run);
}
