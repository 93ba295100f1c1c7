/* What most kinds need while they run. */
#include "checks/kind.h"

#include "base/clock.h"

double check_run_elapsed_ms(const struct check_run *run)
{
    return (double)(clock_mono_us() - run->start_us) / 1000;
}

int check_run_left_ms(const struct check_run *run)
{
    int left = run->timeout_ms - (int)check_run_elapsed_ms(run);

    return left > 1 ? left : 1;
}

bool check_run_tls(struct check_run *run)
{
    struct err e = {0};

    if (!run->lab->net.tls)
        run->lab->net.tls = tls_new(NULL, &e);
    if (!run->lab->net.tls)
        check_result_set(&run->result, STATUS_UNKNOWN, "no_tls", "%s", e.msg);
    return run->lab->net.tls != NULL;
}

struct dial *check_run_dial(struct check_run *run, const struct dial_to *to,
                            const struct dial_calls *calls)
{
    struct err e = {0};
    struct dial *d = NULL;

    if (!to->tls || check_run_tls(run)) {
        d = dial_start(&run->lab->net, run->policy, to, calls, run, &e);
        if (!d)
            check_result_set(&run->result, STATUS_UNKNOWN,
                             e.code == ERR_INVALID ? "bad_address" : "no_memory", "%s", e.msg);
    }
    return d;
}

void check_run_failed(struct check_run *run, const struct failure *why)
{
    check_result_set(&run->result, why->ours ? STATUS_UNKNOWN : STATUS_DOWN, why->reason, "%s",
                     why->text);
}

static double between_ms(int64_t from_us, int64_t to_us)
{
    return (double)(to_us - from_us) / 1000;
}

void check_run_dialed(struct check_run *run, const struct dial *d)
{
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

enum locate_family check_run_family(const struct check_run *run, size_t row)
{
    struct str choice = str_of(check_text(run, row));

    if (str_is(choice, "ipv4"))
        return LOCATE_IPV4;
    return str_is(choice, "ipv6") ? LOCATE_IPV6 : LOCATE_ANY;
}

void check_run_slow(struct check_run *run, size_t row)
{
    int64_t limit = check_int(run, row);

    if (limit > 0 && run->result.status == STATUS_UP && run->result.latency_ms > (double)limit)
        check_result_set(&run->result, STATUS_DEGRADED, "slow", "%.0f ms, more than %d ms",
                         run->result.latency_ms, (int)limit);
}
