/* What can be saved can run: every value that never works is refused by the rows alone. */
#include "io/params.h"

#include <string.h>

#include "checks/check.h"
#include "io/json.h"
#include "unit.h"

struct heard {
    char name[40], code[24];
    int n;
};

static void tell(const char *name, const char *code, const char *clause, void *data)
{
    struct heard *h = data;

    assert_true(strlen(clause) > 5);
    if (h->n++ == 0) {
        snprintf(h->name, sizeof h->name, "%s", name);
        snprintf(h->code, sizeof h->code, "%s", code);
    }
}

static bool judged(const char *kind, const char *text, struct heard *h)
{
    struct err e = {0};
    AUTO_JSON given = jin_parse(str_of(text), &e);
    const struct check_kind *k = check_find(str_of(kind));

    assert_non_null(k);
    if (!given)
        fail_msg("%s: %s", text, e.msg);
    *h = (struct heard){0};
    bool good = params_judge(check_params(k), given, tell, h);
    struct check_plan *plan = check_plan_new(k, given, &e);
    assert_int_equal(plan != NULL, good); /* what is saved is what runs */
    check_plan_free(plan);
    return good;
}

static void what_never_works_is_refused(void **state)
{
    static const struct {
        const char *kind, *params, *name, *code;
    } cases[] = {
        {"http", "{\"status\":\"abc\"}", "status", "bad_format"},
        {"http", "{\"status\":\"200-\"}", "status", "bad_format"},
        {"http", "{\"status\":\"700-100\"}", "status", "bad_format"},
        {"http", "{\"status\":\"399-200\"}", "status", "bad_format"},
        {"http", "{\"status\":\"200,\"}", "status", "bad_format"},
        {"http", "{\"status\":\"200-300-400\"}", "status", "bad_format"},
        {"http", "{\"status\":\"1,2\"}", "status", "bad_format"},
        {"http",
         "{\"status\":\"200,200,200,200,200,200,200,200,200,200,200,200,200,200,200,200,200\"}",
         "status", "bad_format"},
        {"http", "{\"status\":\"20\"}", "status", "out_of_range"},
        {"http", "{\"url\":\"http://a.test/\",\"port\":81}", "url", "bad_combination"},
        {"http", "{\"url\":\"http://a.test/\",\"scheme\":\"http\"}", "url", "bad_combination"},
        {"http", "{\"url\":\"http://a.test/\",\"path\":\"/x\"}", "url", "bad_combination"},
        {"http", "{\"url\":\"ftp://a.test/\"}", "url", "bad_format"},
        {"http", "{\"path\":\"x\"}", "path", "bad_format"},
        {"http", "{\"server_name\":\"a b\"}", "server_name", "bad_format"},
        {"http", "{\"headers\":{\"Content-Length\":\"5\"}}", "headers", "bad_format"},
        {"http", "{\"method\":\"HEAD\",\"text\":\"x\"}", "text", "bad_combination"},
        {"http", "{\"method\":\"HEAD\",\"text_absent\":\"x\"}", "text_absent", "bad_combination"},
        {"http", "{\"method\":\"BREW\",\"text\":\"x\"}", "method", "bad_choice"},
        {"tls", "{\"server_name\":\"a b\"}", "server_name", "bad_format"},
        {"tls", "{\"server_name\":\"127.1\"}", "server_name", "bad_format"},
        {"tls", "{\"down_days\":15}", "down_days", "bad_combination"},
        {"tls", "{\"degraded_days\":5,\"down_days\":6}", "down_days", "bad_combination"},
        {"tcp", "{\"port\":1,\"send\":\"\\\\x\"}", "send", "bad_format"},
        {"tcp", "{\"port\":1,\"expect\":\"a\\\\\"}", "expect", "bad_format"},
        {"tcp", "{\"port\":\"80\"}", "port", "wrong_type"},
        {"tcp", "{}", "port", "required"},
        {"dns", "{\"query\":\"a..test\"}", "query", "bad_combination"},
        {"dns", "{\"query\":\"a b\"}", "query", "bad_combination"},
        {"dns", "{\"query\":\"192.0.2.1\"}", "query", "bad_combination"},
        {"dns", "{\"query\":\"a.test\",\"resolver\":\"2130706433\"}", "resolver", "bad_format"},
        {"dns", "{\"query\":\"a.test\",\"resolver\":\"a.test:0\"}", "resolver", "bad_format"},
        {"dns", "{\"query\":\"a.test\",\"resolver\":\"[::1\"}", "resolver", "bad_format"},
        {"dns", "{\"query\":\"a.test\",\"expect\":\"::1\"}", "expect", "bad_combination"},
        {"dns", "{\"query\":\"a.test\",\"expect\":\"b.test\"}", "expect", "bad_combination"},
        {"dns", "{\"query\":\"a.test\",\"record\":\"AAAA\",\"expect\":\"127.0.0.1\"}", "expect",
         "bad_combination"},
        {"dns", "{\"query\":\"a.test\",\"record\":\"MX\",\"expect\":\"mx.test\"}", "expect",
         "bad_combination"},
        {"dns", "{\"query\":\"a.test\",\"record\":\"MX\",\"expect\":\"70000 mx.test\"}", "expect",
         "bad_combination"},
        {"dns", "{\"query\":\"a.test\",\"record\":\"SRV\",\"expect\":\"1 2 mx.test\"}", "expect",
         "bad_combination"},
        {"dns", "{\"query\":\"a.test\",\"record\":\"SOA\",\"expect\":\"a.test b.test 1 2 3 4\"}",
         "expect", "bad_combination"},
        {"dns",
         "{\"query\":\"a.test\",\"record\":\"SOA\",\"expect\":\"a.test b.test 1 2 3 4 5 6\"}",
         "expect", "bad_combination"},
        {"dns", "{\"query\":\"a.test\",\"record\":\"CAA\",\"expect\":\"issue\"}", "expect",
         "bad_combination"},
        {"dns", "{\"query\":\"a.test\",\"record\":\"NS\",\"expect\":\"a b\"}", "expect",
         "bad_combination"},
        {"dns", "{\"query\":\"a.test\",\"record\":\"TXT\",\"expect\":\"\xc3\xa9\"}", "expect",
         "bad_combination"},
        {"dns", "{\"query\":\"a.test\",\"record\":\"ANY\",\"expect\":\"x\"}", "record",
         "bad_choice"},
        {"icmp", "{\"count\":0}", "count", "out_of_range"},
        {"icmp", "{\"cuont\":1}", "cuont", "unknown_field"},
        {"heartbeat", "{\"grace_s\":-1}", "grace_s", "out_of_range"},
    };
    struct heard h;
    (void)state;

    for (size_t i = 0; i < COUNT(cases); i++) {
        if (judged(cases[i].kind, cases[i].params, &h))
            fail_msg("%s takes %s", cases[i].kind, cases[i].params);
        assert_string_equal(h.name, cases[i].name);
        assert_string_equal(h.code, cases[i].code);
        assert_int_equal(h.n, 1);
    }
}

static void what_works_is_taken(void **state)
{
    static const struct {
        const char *kind, *params;
    } cases[] = {
        {"http", "{}"},
        {"http", "{\"status\":\"200, 204 ,300 - 399\"}"},
        {"http", "{\"status\":\"599\",\"text\":\"\xc3\xa9\",\"method\":\"POST\"}"},
        {"http", "{\"url\":\"\",\"scheme\":\"https\",\"port\":8443,\"path\":\"/a%20b?c=d\"}"},
        {"http", "{\"url\":\"https://a.test:81/x\",\"headers\":{\"Host\":\"b.test\"}}"},
        {"http", "{\"method\":\"HEAD\",\"text\":\"\"}"},
        {"tls", "{\"server_name\":\"\",\"down_days\":14}"},
        {"tls", "{\"server_name\":\"a.test\",\"degraded_days\":0,\"down_days\":0}"},
        {"tcp", "{\"port\":25,\"send\":\"EHLO x\\\\r\\\\n\",\"expect\":\"250\\\\t\\\\\\\\\"}"},
        {"dns", "{\"query\":\"a.test.\",\"resolver\":\"[::1]:5353\"}"},
        {"dns", "{\"query\":\"a.test\",\"expect\":\"192.0.2.1\"}"},
        {"dns", "{\"query\":\"192.0.2.1\",\"record\":\"PTR\",\"expect\":\"host.test\"}"},
        {"dns", "{\"query\":\"a.test\",\"record\":\"AAAA\",\"expect\":\"2001:DB8:0::1\"}"},
        {"dns", "{\"query\":\"a.test\",\"record\":\"MX\",\"expect\":\"10 mx.test.\"}"},
        {"dns", "{\"query\":\"a.test\",\"record\":\"MX\",\"expect\":\"0 .\"}"},
        {"dns",
         "{\"query\":\"_s._tcp.a.test\",\"record\":\"SRV\",\"expect\":\"1 2 65535 b.test\"}"},
        {"dns", "{\"query\":\"a.test\",\"record\":\"SOA\",\"expect\":\"a.test b.test 1 2 3 4 5\"}"},
        {"dns", "{\"query\":\"a.test\",\"record\":\"CAA\",\"expect\":\"0 issue ca.test\"}"},
        {"dns", "{\"query\":\"a.test\",\"record\":\"TXT\",\"expect\":\"v=spf1 -all\"}"},
        {"icmp", "{\"count\":20,\"gap_ms\":2000}"},
        {"heartbeat", "{\"grace_s\":0}"},
    };
    struct heard h;
    (void)state;

    for (size_t i = 0; i < COUNT(cases); i++)
        if (!judged(cases[i].kind, cases[i].params, &h))
            fail_msg("%s refuses %s: %s %s", cases[i].kind, cases[i].params, h.name, h.code);
}

static void all_faults_are_told(void **state)
{
    struct heard h;
    (void)state;

    assert_false(judged("dns", "{\"port\":0,\"record\":\"A\",\"expect\":\"x\",\"wrong\":1}", &h));
    assert_int_equal(h.n, 4); /* and the query is missing */
}

/* Rows refer to each other by name; a name misspelt would judge nothing. */
static void rows_name_rows(void **state)
{
    (void)state;
    for (size_t i = 0; check_registry[i]; i++)
        for (const struct param *p = check_params(check_registry[i]), *all = p; p->name; p++) {
            struct str rest = str_of(p->without), one;
            assert_true(!p->with || param_find(all, str_of(p->with)));
            assert_true(!p->at_most || param_find(all, str_of(p->at_most)));
            while (p->without && str_cut(&rest, '|', &one))
                assert_non_null(param_find(all, one));
        }
}

UNIT_TESTS(UNIT(what_never_works_is_refused), UNIT(what_works_is_taken), UNIT(all_faults_are_told),
           UNIT(rows_name_rows))
