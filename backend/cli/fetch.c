/* A connection for each exchange, on a loop that runs until it is over. */
#include "cli/fetch.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "io/crypto.h"
#include "io/dial.h"

enum { PIECE = 16 * 1024, HOST_TEXT = 256 };

struct fetch {
    uv_loop_t uv;
    struct dial_shared net;
    struct net_policy *policy;
    const char *ca_file;
};

struct exchange {
    uv_timer_t timer; /* first: closed before the exchange is left */
    const struct fetch_ask *ask;
    struct fetch_answer *out;
    struct dial *dial;
    struct http_reader reader;
    char *text; /* of the request, owned */
    size_t text_n, sent, room;
    bool over, stopped; /* stopped: by whoever reads the stream */
    struct err *e;
};

static void end(struct exchange *x)
{
    x->over = true;
    uv_timer_stop(&x->timer);
    if (x->dial)
        dial_close(x->dial);
    x->dial = NULL;
}

static void lose(struct exchange *x, const char *why)
{
    const struct url *u = x->ask->request.url;

    err_set(x->e, ERR_UNAVAILABLE, "%.*s:%u: %s. Is Tocsin running there? See: tocsin context list",
            STR_ARG(u->host), (unsigned)u->port, why);
    end(x);
}

static bool named(struct str line, const char *name, struct str *value)
{
    size_t n = strlen(name);

    if (line.n <= n || line.p[n] != ':' || strncasecmp(line.p, name, n) != 0)
        return false;
    *value = str_trim((struct str){line.p + n + 1, line.n - n - 1});
    return true;
}

static void keep(char *to, size_t cap, struct str value)
{
    size_t n = value.n < cap ? value.n : 0; /* half a tag would match nothing */

    memcpy(to, value.p, n);
    to[n] = '\0';
}

static void on_header(struct str line, void *data)
{
    struct fetch_answer *a = ((struct exchange *)data)->out;
    int64_t seconds;
    struct str v;

    if (named(line, "ETag", &v))
        keep(a->etag, sizeof a->etag, v);
    else if (named(line, "Content-Type", &v))
        keep(a->type, sizeof a->type, v);
    else if (named(line, "Retry-After", &v) && str_int(v, 0, 86400, &seconds))
        a->retry_after_s = (int)seconds;
}

static bool room(struct exchange *x, size_t n)
{
    size_t wanted = x->out->n + n + 1;

    if (wanted <= x->room)
        return true;
    size_t cap = x->room ? x->room : PIECE;
    while (cap < wanted)
        cap *= 2; /* at most twice max_bytes */
    char *p = realloc(x->out->body, cap);
    if (!p)
        return false;
    x->out->body = p;
    x->room = cap;
    return true;
}

static void on_body(const char *p, size_t n, void *data)
{
    struct exchange *x = data;

    if (x->ask->piece && x->reader.status == 200) {
        x->stopped = x->stopped || !x->ask->piece(p, n, x->ask->data);
        return;
    }
    if (!room(x, n)) {
        err_set(x->e, ERR_UNAVAILABLE, "no memory for the answer");
        return;
    }
    memcpy(x->out->body + x->out->n, p, n);
    x->out->n += n;
    x->out->body[x->out->n] = '\0';
}

/* The answer is complete, or cannot become so any more. */
static void settle(struct exchange *x, enum http_state s)
{
    bool stream = x->ask->piece && x->reader.status == 200;

    if (x->stopped || (stream && s != HTTP_FAILED))
        end(x);
    else if (s == HTTP_FAILED && !(stream && x->reader.fault == HTTP_TRUNCATED))
        lose(x, http_fault_text(x->reader.fault));
    else if (x->reader.full)
        lose(x, "the answer is longer than any of Tocsin's");
    else
        end(x);
}

static void receive(struct exchange *x)
{
    char piece[PIECE];

    while (!x->over) {
        size_t n = 0;
        enum dial_io io = dial_read(x->dial, piece, sizeof piece, &n);
        if (io == DIAL_AGAIN)
            return;
        if (io == DIAL_BROKEN) {
            lose(x, "the connection broke");
            return;
        }
        enum http_state s =
            io == DIAL_END ? http_reader_end(&x->reader) : http_reader_feed(&x->reader, piece, n);
        if (s >= HTTP_DONE || x->stopped)
            settle(x, s);
        else if (x->ask->piece)
            uv_timer_again(&x->timer);
    }
}

static void on_ready(void *data)
{
    struct exchange *x = data;

    while (!x->over && x->sent < x->text_n) {
        size_t n = 0;
        enum dial_io io = dial_write(x->dial, x->text + x->sent, x->text_n - x->sent, &n);
        if (io == DIAL_BROKEN)
            break; /* its answer may tell why */
        if (io == DIAL_AGAIN)
            return;
        x->sent += n;
    }
    receive(x);
}

static void on_failed(const struct failure *why, void *data)
{
    struct exchange *x = data;

    x->dial = NULL;
    lose(x, why->text);
}

static void on_late(uv_timer_t *t)
{
    struct exchange *x = (struct exchange *)t;
    struct failure f;

    dial_timed_out(x->dial, &f);
    lose(x, f.text);
}

static const struct dial_calls calls = {.open = on_ready, .ready = on_ready, .failed = on_failed};

static bool begin(struct fetch *f, struct exchange *x, struct err *e)
{
    const struct fetch_ask *ask = x->ask;
    const struct url *u = ask->request.url;
    char host[HOST_TEXT];
    const struct dial_to to = {
        .host = host, .port = u->port, .tls = u->tls, .verify = true, .budget_ms = ask->timeout_ms};

    snprintf(host, sizeof host, "%.*s", STR_ARG(u->host));
    if (u->tls && !f->net.tls && !(f->net.tls = tls_new(f->ca_file, e)))
        return false;
    x->text = http_request_text(&ask->request, &x->text_n);
    if (!x->text)
        return err_set(e, ERR_UNAVAILABLE, "no memory for the request");
    http_reader_init(&x->reader, false, true, ask->piece ? UINT64_MAX : ask->max_bytes, on_body, x);
    x->reader.header = on_header;
    x->dial = dial_start(&f->net, f->policy, &to, &calls, x, e);
    if (!x->dial)
        return false;
    uint64_t ms = (uint64_t)ask->timeout_ms;
    uv_timer_start(&x->timer, on_late, ms, ms);
    return true;
}

bool fetch_run(struct fetch *f, const struct fetch_ask *ask, struct fetch_answer *out,
               struct err *e)
{
    struct exchange x = {.ask = ask, .out = out, .e = e};

    *out = (struct fetch_answer){0};
    uv_timer_init(&f->uv, &x.timer);
    if (begin(f, &x, e))
        while (!x.over)
            uv_run(&f->uv, UV_RUN_ONCE);
    uv_close((uv_handle_t *)&x.timer, NULL);
    uv_run(&f->uv, UV_RUN_NOWAIT); /* handles close in the loop's own time */
    if (x.text)
        crypto_wipe(x.text, x.text_n); /* it carried the key */
    free(x.text);
    out->status = x.reader.status;
    snprintf(out->location, sizeof out->location, "%s", x.reader.location);
    http_reader_clear(&x.reader);
    if (e->code == ERR_NONE)
        return true;
    fetch_clear(out);
    return false;
}

void fetch_clear(struct fetch_answer *a)
{
    if (a->body)
        crypto_wipe(a->body, a->n);
    free(a->body);
    a->body = NULL;
    a->n = 0;
}

struct fetch *fetch_new(const char *ca_file, struct err *e)
{
    struct fetch *f = calloc(1, sizeof *f);

    if (!f || uv_loop_init(&f->uv) != 0) {
        free(f);
        err_set(e, ERR_UNAVAILABLE, "the event loop does not start");
        return NULL;
    }
    signal(SIGPIPE, SIG_IGN); /* a server that closes is an answer that did not come */
    f->ca_file = ca_file;
    f->policy = net_policy_person();
    f->net.own = net_own_new();
    f->net.loop = f->policy && f->net.own ? loop_new(&f->uv, e) : NULL;
    if (f->net.loop)
        f->net.dns = dns_new(&f->uv, NULL, e);
    if (f->net.dns)
        return f;
    fetch_free(f);
    err_set(e, ERR_UNAVAILABLE, "no memory for connections");
    return NULL;
}

void fetch_free(struct fetch *f)
{
    if (!f)
        return;
    if (f->net.dns)
        dns_free(f->net.dns);
    tls_free(f->net.tls);
    if (f->net.loop)
        loop_free(f->net.loop);
    net_own_free(f->net.own);
    net_policy_drop(f->policy);
    uv_run(&f->uv, UV_RUN_DEFAULT);
    uv_loop_close(&f->uv);
    free(f);
}
