/* tocsin check: one-shot checks by the engine of the checker, all targets at once. A person at a
 * terminal may reach any address. */
#include <jansson.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "checks/check.h"
#include "cli/command.h"
#include "cli/targets.h"
#include "io/addr.h"

enum {
    PORT,
    CA_FILE,
    SERVER_NAME,
    QUERY,
    EXPECT,
    PARAMS,
    RESOLVER,
    PINGER,
    TIMEOUT,
    TARGETS,
    AT_ONCE,
    OUT
};
enum { SPARE_DESCRIPTORS = 64 };

static const struct opt opts[] = {
    [PORT] = {"port", 'p', "P", "the port to check (for dns: of the resolvers)"},
    [CA_FILE] = {"ca-file", 0, "F", "trust these certificates instead of the system's"},
    [SERVER_NAME] = {"server-name", 0, "N", "name to ask for and to expect in the certificate"},
    [QUERY] = {"query", 0, "NAME", "dns: the name to look up"},
    [EXPECT] = {"expect", 0, "X", "text or answer that must come back"},
    [PARAMS] = {"params", 0, "JSON", "further parameters of the kind, as tocsin kinds lists them"},
    [RESOLVER] = {"resolver", 0, "LIST",
                  "resolvers for names, ADDRESS[:PORT],... (default: the system's)"},
    [PINGER] = {"pinger", 0, "SOCKET", "icmp: ask this tocsin-pinger instead of a raw socket"},
    [TIMEOUT] = {"timeout-ms", 't', "N", "time for one check, 1 to 30000 (default 10000)"},
    [TARGETS] = {"targets", 'f', "FILE", "one target a line; - is standard input"},
    [AT_ONCE] = {"at-once", 0, "N", "how many checks may be under way (default 512)"},
    [OUT] = {"output", 'o', "table|json", "how to write the results (default table)"},
    {0},
};

struct session {
    const struct check_kind *kind;
    struct check_lab *lab;
    struct net_policy *policy;
    struct check_plan *plan; /* of targets without a port or address of their own */
    json_t *params;
    bool json, url_target, port_target;
    int timeout_ms;
    size_t at_once, next, printed;
    size_t count[STATUS__COUNT];
    struct targets targets;
    char **lines; /* results to print, owned; NULL = not there yet */
    uv_loop_t loop;
};

struct one { /* a check under way */
    struct session *s;
    size_t i;
};

static bool put(json_t *o, const char *name, json_t *value, struct err *e)
{
    if (json_object_set_new(o, name, value) == 0)
        return true;
    return err_set(e, ERR_INVALID, "%s is not UTF-8 text", name);
}

/* An option as parameter of the kind, by the type of its row. */
static bool put_option(struct session *s, const char *option, const char *param, const char *value,
                       struct err *e)
{
    const struct param *row = param_find(check_params(s->kind), str_of(param));
    int64_t i;

    if (!value)
        return true;
    if (!row)
        return err_set(e, ERR_INVALID, "--%s means nothing for %s", option, check_name(s->kind));
    if (row->type != PARAM_INT)
        return put(s->params, param, json_string(value), e);
    if (!str_int(str_of(value), (int64_t)row->min, (int64_t)row->max, &i))
        return err_set(e, ERR_INVALID, "--%s takes a whole number from %.0f to %.0f", option,
                       row->min, row->max);
    return put(s->params, param, json_integer(i), e);
}

static bool read_params(struct session *s, const char *kind, const char **values, struct err *e)
{
    json_error_t why;
    bool https = strcmp(kind, "https") == 0, web = https || strcmp(kind, "http") == 0;

    s->params =
        values[PARAMS] ? json_loads(values[PARAMS], JSON_REJECT_DUPLICATES, &why) : json_object();
    if (!json_is_object(s->params))
        return err_set(e, ERR_INVALID, "--params takes a JSON object");
    if (https && !put(s->params, "scheme", json_string("https"), e))
        return false;
    s->url_target = web;
    s->port_target = param_find(check_params(s->kind), STR("port")) != NULL;
    return put_option(s, "port", "port", values[PORT], e) &&
           put_option(s, "server-name", "server_name", values[SERVER_NAME], e) &&
           put_option(s, "query", "query", values[QUERY], e) &&
           put_option(s, "expect", web ? "text" : "expect", values[EXPECT], e);
}

static bool read_number(const char *name, const char *text, int64_t max, int64_t *out,
                        struct err *e)
{
    if (text && !str_int(str_of(text), 1, max, out))
        return err_set(e, ERR_INVALID, "--%s takes a whole number from 1 to %d", name, (int)max);
    return true;
}

/* Descriptors: as many as the system lets us have. */
static size_t descriptor_limit(void)
{
    struct rlimit r;

    if (getrlimit(RLIMIT_NOFILE, &r) != 0)
        return 512;
    if (r.rlim_cur < r.rlim_max) {
        struct rlimit more = {.rlim_cur = r.rlim_max, .rlim_max = r.rlim_max};
        if (setrlimit(RLIMIT_NOFILE, &more) == 0)
            r = more;
    }
    return r.rlim_cur > 2 * SPARE_DESCRIPTORS ? (size_t)r.rlim_cur - SPARE_DESCRIPTORS
                                              : SPARE_DESCRIPTORS;
}

static bool read_options(struct session *s, int argc, char **argv, const char **values,
                         struct err *e)
{
    int64_t timeout = 10000, at_once = 512;

    if (argc < 2)
        return err_set(e, ERR_INVALID, "which kind of check? icmp, tcp, http, https, tls, dns ...");
    const char *kind = argv[1];
    s->kind = check_find(str_of(strcmp(kind, "https") == 0 ? "http" : kind));
    if (!s->kind)
        return err_set(e, ERR_INVALID, "there is no kind of check named %.40s", kind);
    if (check_is_passive(s->kind))
        return err_set(e, ERR_INVALID, "%s is reported to, not run", kind);
    if (values[OUT] && !param_choice("table|json", str_of(values[OUT])))
        return err_set(e, ERR_INVALID, "--output takes table or json");
    s->json = values[OUT] && strcmp(values[OUT], "json") == 0;
    if (!read_number("timeout-ms", values[TIMEOUT], 30000, &timeout, e) ||
        !read_number("at-once", values[AT_ONCE], 100000, &at_once, e) ||
        !read_params(s, kind, values, e))
        return false;
    s->timeout_ms = (int)timeout;
    s->at_once = (size_t)at_once < descriptor_limit() ? (size_t)at_once : descriptor_limit();
    for (int i = 2; i < argc; i++)
        if (!targets_add(&s->targets, str_of(argv[i]), e))
            return false;
    if (values[TARGETS] && !targets_read(&s->targets, values[TARGETS], e))
        return false;
    if (s->targets.n == 0)
        return err_set(e, ERR_INVALID, "no target is given");
    return true;
}

/* The plan of a target that says more than a host; the common one otherwise. */
static struct check_plan *plan_for(struct session *s, const char *text, char host[TARGETS_TEXT],
                                   struct err *e)
{
    struct check_plan *plan = NULL;
    struct str name;
    int64_t port = 0;
    bool url = s->url_target && strstr(text, "://");

    if (!url && (!addr_split(str_of(text), &name, &port) || (port && !s->port_target))) {
        err_set(e, ERR_INVALID, "not a host, or a host and port");
        return NULL;
    }
    snprintf(host, TARGETS_TEXT, "%.*s", url ? 1 : (int)name.n, url ? "x" : name.p);
    if (!url && port == 0 && s->plan)
        return s->plan;
    json_t *own = json_copy(s->params);
    if (own && url) { /* the address says these by itself */
        json_object_del(own, "scheme");
        json_object_del(own, "port");
        json_object_del(own, "path");
    }
    if (own && (!url || put(own, "url", json_string(text), e)) &&
        (port == 0 || put(own, "port", json_integer(port), e)))
        plan = check_plan_new(s->kind, own, e);
    json_decref(own);
    if (!url && port == 0)
        s->plan = plan;
    return plan;
}

static char *json_line(const struct session *s, const char *target, const struct check_result *r)
{
    json_t *ms = isnan(r->latency_ms) ? json_null() : json_real(round(r->latency_ms * 1000) / 1000);
    json_t *o =
        json_pack("{s:s, s:s, s:s, s:s?, s:o, s:s, s:o}", "target", target, "type",
                  check_name(s->kind), "status", status_name(r->status), "reason", r->reason,
                  "latency_ms", ms, "message", r->message, "details", check_result_details(r));
    char *text = o ? json_dumps(o, JSON_COMPACT | JSON_REAL_PRECISION(12)) : NULL;

    json_decref(o);
    return text;
}

static char *table_line(const char *target, const struct check_result *r)
{
    char line[TARGETS_TEXT + CHECK_MESSAGE + 128], ms[32] = "-";

    if (!isnan(r->latency_ms))
        snprintf(ms, sizeof ms, "%.2f ms", r->latency_ms);
    snprintf(line, sizeof line, "%-9s %12s  %-32s %s%s%s", status_name(r->status), ms, target,
             r->reason ? r->reason : "", r->reason ? ": " : "", r->message);
    return strdup(line);
}

/* Prints in the order of the targets, as far as results are there. */
static void print_ready(struct session *s)
{
    for (; s->printed < s->targets.n && s->lines[s->printed]; s->printed++) {
        char **line = &s->lines[s->printed];
        if (s->json)
            printf("%s%s", s->printed ? ",\n " : "[", *line);
        else
            printf("%s\n", *line);
        free(*line);
        *line = NULL;
    }
}

static void take_result(struct session *s, size_t i, const struct check_result *r)
{
    const char *target = s->targets.list[i];

    s->lines[i] = s->json ? json_line(s, target, r) : table_line(target, r);
    if (!s->lines[i])
        s->lines[i] = strdup(s->json ? "null" : "no memory for this result");
    s->count[r->status]++;
    print_ready(s);
}

static void on_done(const struct check_result *r, void *data)
{
    struct one *one = data;

    take_result(one->s, one->i, r);
    free(one);
}

static void refuse_target(struct session *s, size_t i, const struct err *e)
{
    struct check_result r = {.latency_ms = NAN};

    check_result_set(&r, STATUS_UNKNOWN, e->code == ERR_INVALID ? "bad_address" : "no_memory", "%s",
                     e->msg);
    take_result(s, i, &r);
}

static void start_one(struct session *s, size_t i)
{
    char host[TARGETS_TEXT];
    struct err e = {0};
    struct one *one = malloc(sizeof *one);
    struct check_plan *plan = plan_for(s, s->targets.list[i], host, &e);
    const struct check_job job = {.plan = plan,
                                  .host = host,
                                  .timeout_ms = s->timeout_ms,
                                  .policy = s->policy,
                                  .done = on_done,
                                  .data = one};

    if (one)
        *one = (struct one){s, i};
    else
        err_set(&e, ERR_UNAVAILABLE, "no memory for a check");
    if (!plan || !one || !check_start(s->lab, &job, &e)) {
        refuse_target(s, i, &e);
        free(one);
    }
    if (plan && plan != s->plan)
        check_plan_free(plan);
}

static void run_all(struct session *s)
{
    while (s->printed < s->targets.n) {
        while (s->next < s->targets.n && check_lab_in_flight(s->lab) < s->at_once)
            start_one(s, s->next++);
        uv_run(&s->loop, s->printed < s->targets.n ? UV_RUN_ONCE : UV_RUN_NOWAIT);
    }
}

static void print_end(const struct session *s)
{
    if (s->json)
        printf("]\n");
    else if (s->targets.n > 1)
        printf("%zu targets: %zu up, %zu degraded, %zu down, %zu unknown\n", s->targets.n,
               s->count[STATUS_UP], s->count[STATUS_DEGRADED], s->count[STATUS_DOWN],
               s->count[STATUS_UNKNOWN]);
}

/* One target's mistake is that target's result; a mistake in the parameters is everybody's, and is
 * found also where the port is yet to come from each target. */
static void prepare_plan(struct session *s, bool port_given, struct err *e)
{
    const struct param *port = param_find(check_params(s->kind), STR("port"));

    if (!port || !port->required || port_given) {
        s->plan = check_plan_new(s->kind, s->params, e);
        return;
    }
    json_t *with = json_copy(s->params);
    if (with && put(with, "port", json_integer(1), e))
        check_plan_free(check_plan_new(s->kind, with, e));
    json_decref(with);
}

static bool prepare(struct session *s, const char **values, struct err *e)
{
    const struct check_lab_options o = {.loop = &s->loop,
                                        .resolvers = values[RESOLVER],
                                        .ca_file = values[CA_FILE],
                                        .pinger = values[PINGER]};

    prepare_plan(s, json_object_get(s->params, "port") != NULL, e);
    s->policy = net_policy_person();
    s->lines = calloc(s->targets.n, sizeof *s->lines);
    if (e->code == ERR_NONE && (!s->policy || !s->lines))
        err_set(e, ERR_UNAVAILABLE, "no memory");
    if (e->code == ERR_NONE)
        s->lab = check_lab_new(&o, e);
    return e->code == ERR_NONE;
}

static void clear(struct session *s)
{
    check_lab_free(s->lab);
    check_plan_free(s->plan);
    net_policy_drop(s->policy);
    json_decref(s->params);
    targets_clear(&s->targets);
    free(s->lines);
    uv_run(&s->loop, UV_RUN_DEFAULT);
    uv_loop_close(&s->loop);
}

static int run(int argc, char **argv, const char **values, struct err *e)
{
    struct session s = {0};

    if (uv_loop_init(&s.loop) != 0) {
        err_set(e, ERR_UNAVAILABLE, "the event loop does not start");
        return CLI_FAILED;
    }
    signal(SIGPIPE, SIG_IGN);
    if (read_options(&s, argc, argv, values, e) && prepare(&s, values, e)) {
        run_all(&s);
        print_end(&s);
    }
    bool all_up = s.count[STATUS_UP] == s.targets.n;
    clear(&s);
    return all_up ? CLI_DONE : CLI_FAILED;
}

const struct command cli_check = {
    .name = "check",
    .summary = "checks targets once, now, and says what it found",
    .arguments = "KIND TARGET...",
    .opts = opts,
    .help =
        "KIND is icmp, tcp, http, https, tls or dns. A target is a host, where it makes sense\n"
        "HOST:PORT, and for http and https also a whole URL. For dns the targets are resolvers.\n"
        "Exit status: 0 all are up, 1 at least one is not, 2 wrong usage.\n\n"
        "examples:\n"
        "  tocsin check https example.org example.net\n"
        "  tocsin check http --port 8080 --expect ready 192.0.2.10\n"
        "  tocsin check tcp db.example.org:5432\n"
        "  tocsin check tls mail.example.org:993 -o json\n"
        "  tocsin check dns --query example.org --expect 192.0.2.1 192.0.2.53\n"
        "  tocsin check icmp --targets hosts.txt --timeout-ms 1000\n",
    .run = run,
};
