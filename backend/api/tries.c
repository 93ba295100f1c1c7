/* Limits on tries. An account is limited as it was named, whether it exists or not: an answer
 * never tells which. */
#include "api/tries.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "io/crypto.h"

enum { HOUR_S = 3600, CODES_AN_HOUR = 10, ALL_WINDOW_S = 60, NAME = 512 };

static void add(struct throttle *w, struct str name, int64_t allowed, int64_t window_s)
{
    crypto_sha256(name.p, name.n, w->key[w->n]);
    w->allowed[w->n] = (int)allowed;
    w->window_s[w->n] = (int)window_s;
    w->n++;
}

void tries_network(const char *ip, struct buf *b)
{
    uint8_t six[16];

    if (inet_pton(AF_INET6, ip, six) != 1) {
        buf_str(b, ip);
        return;
    }
    for (size_t i = 0; i < 8; i++)
        buf_fmt(b, "%02x", six[i]);
}

bool tries_sign_in(struct request *q, const char *tenant, const char *email, struct throttle *w,
                   struct err *e)
{
    const struct config *c = q->app->config;
    int64_t window_s = config_int(c, "login_window_s");
    char name[NAME];
    struct buf b = BUF(name), at = BUF(name);

    *w = (struct throttle){0};
    buf_fmt(&b, "account %s %s", tenant ? tenant : "", email);
    if (!buf_ok(&b))
        return err_set(e, ERR_INVALID, "the e-mail address is too long");
    add(w, buf_view(&b), config_int(c, "login_failures"), window_s);
    buf_str(&at, "address ");
    tries_network(q->ip, &at);
    add(w, buf_view(&at), config_int(c, "login_failures_address"), window_s);
    add(w, STR("everybody"), config_int(c, "login_failures_all"), ALL_WINDOW_S);
    return true;
}

static void of_account(const char *what, int32_t tenant, int64_t account, int allowed, int window_s,
                       struct throttle *w)
{
    char name[NAME];
    struct buf b = BUF(name);

    *w = (struct throttle){0};
    buf_fmt(&b, "%s %" PRId32 " %" PRId64, what, tenant, account);
    add(w, buf_view(&b), allowed, window_s);
}

void tries_candidate(const struct request *q, int32_t tenant, int64_t account, struct throttle *w)
{
    const struct config *c = q->app->config;

    of_account("candidate", tenant, account, (int)config_int(c, "login_failures"),
               (int)config_int(c, "login_window_s"), w);
}

void tries_password(int32_t tenant, int64_t account, struct throttle *w)
{
    of_account("password", tenant, account, CODES_AN_HOUR, HOUR_S, w);
}

void tries_code(int32_t tenant, int64_t account, struct throttle *w)
{
    of_account("code", tenant, account, CODES_AN_HOUR, HOUR_S, w);
}

bool tries_take(struct request *q, const struct throttle *w, struct err *e)
{
    if (throttle_take(request_tx(q), q->app->cache, w, e))
        return request_commit(q, e);
    if (e->code == ERR_THROTTLED)
        tries_refused(q, "auth.throttle", w->n == 1 ? "account" : "sign-in");
    return false;
}

void tries_refused(struct request *q, const char *action, const char *reason)
{
    struct err e = {0};

    if (!throttle_count_refusal(request_tx(q), action, reason, &e) || !request_commit(q, &e))
        log_err("counting a refusal", &e);
}
