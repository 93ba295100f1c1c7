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

void check_run_failed(struct check_run *run, const struct failure *why)
{
    check_result_set(&run->result, why->ours ? STATUS_UNKNOWN : STATUS_DOWN, why->reason, "%s",
                     why->text);
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
