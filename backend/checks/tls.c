/* tls: a server shows a certificate that is valid, trusted, in its name, and not about to end. */
#include <string.h>

#include "base/clock.h"
#include "checks/kind.h"

enum { PORT, SERVER_NAME, DEGRADED_DAYS, DOWN_DAYS, VERIFY, FAMILY, SLOW };

static const struct param rows[] = {
    [PORT] = {.name = "port",
              .type = PARAM_INT,
              .min = 1,
              .max = 65535,
              .def = "443",
              .help = "A port that speaks TLS from the first byte."},
    [SERVER_NAME] = CHECK_ROW_SERVER_NAME,
    [DEGRADED_DAYS] = {.name = "degraded_days",
                       .type = PARAM_INT,
                       .unit = "days",
                       .min = 0,
                       .max = 365,
                       .def = "14",
                       .help = "Fewer days left than this count as degraded."},
    [DOWN_DAYS] = {.name = "down_days",
                   .type = PARAM_INT,
                   .unit = "days",
                   .min = 0,
                   .max = 365,
                   .def = "0",
                   .at_most = "degraded_days",
                   .help = "Fewer days left than this count as down; 0: only an expired one."},
    [VERIFY] = {.name = "verify",
                .type = PARAM_BOOL,
                .def = "true",
                .help = "Whether the chain and the name must be right too, not only the dates."},
    [FAMILY] = CHECK_ROW_FAMILY,
    [SLOW] = CHECK_ROW_SLOW,
    {0},
};

static void add_certificate(struct check_result *r, const struct tls_peer *peer, SSL *ssl,
                            int64_t days)
{
    char from[CLOCK_TEXT], to[CLOCK_TEXT];

    clock_rfc3339(peer->not_before_s * 1000000, from);
    clock_rfc3339(peer->not_after_s * 1000000, to);
    check_result_int(r, "days_left", days);
    check_result_text(r, "not_before", from);
    check_result_text(r, "not_after", to);
    check_result_text(r, "subject", peer->subject);
    check_result_text(r, "issuer", peer->issuer);
    check_result_text(r, "sha256", peer->sha256);
    check_result_int(r, "chain_length", peer->chain_length);
    check_result_text(r, "protocol", SSL_get_version(ssl));
    check_result_text(r, "cipher", SSL_get_cipher_name(ssl));
}

static int64_t whole_days(int64_t seconds)
{
    return seconds >= 0 ? seconds / 86400 : -((-seconds + 86399) / 86400);
}

static void judge(struct check_run *run, SSL *ssl)
{
    struct check_result *r = &run->result;
    enum tls_fault f = tls_judge(ssl);
    struct tls_peer peer;

    if (!tls_peer(ssl, &peer)) {
        check_result_set(r, STATUS_DOWN, "no_certificate", "the server shows no certificate");
        return;
    }
    int64_t days = whole_days(peer.chain_not_after_s - clock_wall_s());
    add_certificate(r, &peer, ssl, days);
    if (!check_bool(run, VERIFY) && f != TLS_EXPIRED && f != TLS_NOT_YET_VALID)
        f = TLS_TRUSTED;
    if (f != TLS_TRUSTED)
        check_result_set(r, f == TLS_NO_ANCHORS ? STATUS_UNKNOWN : STATUS_DOWN, tls_fault_slug(f),
                         "%s (%s)", tls_fault_text(f), peer.subject);
    else if (days < check_int(run, DOWN_DAYS))
        check_result_set(r, STATUS_DOWN, "expires_soon", "the certificate has %d days left",
                         (int)days);
    else if (days < check_int(run, DEGRADED_DAYS))
        check_result_set(r, STATUS_DEGRADED, "expires_soon", "the certificate has %d days left",
                         (int)days);
    else
        check_result_set(r, STATUS_UP, NULL, "valid for %d more days", (int)days);
}

static void on_open(void *data)
{
    struct check_run *run = data;

    run->result.latency_ms = check_run_elapsed_ms(run);
    judge(run, dial_ssl(run->dial));
    check_dial_facts(run);
    check_run_slow(run, SLOW);
    check_end(run);
}

static void on_ready(void *data)
{
    (void)data; /* the run ends when the connection is open */
}

static void start(struct check_run *run)
{
    static const struct dial_calls calls = {on_open, on_ready, check_dial_failed};
    const char *name = check_text(run, SERVER_NAME);
    const struct dial_to to = {.host = run->host,
                               .port = (uint16_t)check_int(run, PORT),
                               .family = check_run_family(run, FAMILY),
                               .tls = true,
                               .server_name = *name ? name : NULL,
                               .budget_ms = check_run_left_ms(run)};

    if (!check_dial_start(run, &to, &calls))
        check_end(run);
}

const struct check_kind check_tls = {
    .name = "tls",
    .summary = "A TLS certificate is valid, trusted, in the right name, and not about to end",
    .cost_us = 1000,
    .params = rows,
    .start = start,
    .stop = check_dial_stop,
    .late = check_dial_late,
};
