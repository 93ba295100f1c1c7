/* A run's one connection: from the call that opens it to the facts about it. */
#include "checks/kind.h"

bool check_dial_start(struct check_run *run, const struct dial_to *to,
                      const struct dial_calls *calls)
{
    struct err e = {0};

    if (to->tls && !check_run_tls(run))
        return false;
    run->dial = dial_start(&run->lab->net, run->policy, to, calls, run, &e);
    if (!run->dial)
        check_result_set(&run->result, STATUS_UNKNOWN,
                         e.code == ERR_INVALID ? "bad_address" : "no_memory", "%s", e.msg);
    return run->dial != NULL;
}

static double between_ms(int64_t from_us, int64_t to_us)
{
    return (double)(to_us - from_us) / 1000;
}

void check_dial_facts(struct check_run *run)
{
    const struct dial *d = run->dial;
    const struct dial_times *t = dial_times(d);
    int64_t asked = t->resolved ? t->resolved : t->start;
    char text[ADDR_TEXT];

    if (t->resolved)
        check_result_number(&run->result, "dns_ms", between_ms(t->start, t->resolved));
    if (t->connected)
        check_result_number(&run->result, "connect_ms", between_ms(asked, t->connected));
    if (t->secured)
        check_result_number(&run->result, "tls_ms", between_ms(t->connected, t->secured));
    if (dial_peer(d)) {
        addr_text(dial_peer(d), text);
        check_result_text(&run->result, "address", text);
    }
}

void check_dial_stop(struct check_run *run)
{
    if (run->dial)
        dial_close(run->dial);
    run->dial = NULL;
}

void check_dial_lost(struct check_run *run, const struct failure *why)
{
    run->dial = NULL;
    check_run_failed(run, why);
}

void check_dial_failed(const struct failure *why, void *data)
{
    struct check_run *run = data;

    check_dial_lost(run, why);
    check_end(run);
}

void check_dial_late(struct check_run *run)
{
    struct failure f;

    dial_timed_out(run->dial, &f);
    check_run_failed(run, &f);
    check_dial_facts(run);
}
