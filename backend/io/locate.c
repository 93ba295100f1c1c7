/* Resolving and judging. */
#include "io/locate.h"

#include <string.h>

static void refuse(struct locate *l, bool ours, const char *reason, const char *text)
{
    struct failure f;

    l->n = 0;
    failure_set(&f, ours, reason, "%s", text);
    l->done(&f, l->data);
}

/* All of them are judged before any of them is used. */
static void judge_all(struct locate *l)
{
    const struct locate_need *need = &l->need;
    bool v4 = need->family == LOCATE_IPV4;
    size_t kept = 0;

    for (size_t i = 0; i < l->n; i++) {
        struct sockaddr_storage sa;
        socklen_t len = addr_sockaddr(&l->addrs[i], need->port, &sa);
        enum net_verdict v =
            net_judge(need->policy, need->own, (struct sockaddr *)&sa, len, need->use);
        if (v != NET_ALLOWED) {
            char text[ADDR_TEXT], why[160];
            addr_text(&l->addrs[i], text);
            snprintf(why, sizeof why, "%s %s", text, net_verdict_text(v));
            refuse(l, true, "blocked_target", why);
            return;
        }
        if (need->family == LOCATE_ANY || l->addrs[i].v4 == v4)
            l->addrs[kept++] = l->addrs[i];
    }
    l->n = kept;
    if (kept > 0)
        l->done(NULL, l->data);
    else
        refuse(l, false, "no_such_address", "there is no address of the family asked for");
}

static void on_answer(const struct dns_answer *a, void *data)
{
    struct locate *l = data;

    switch (a->outcome) {
    case DNS_OK:
        l->n = a->n;
        memcpy(l->addrs, a->addrs, a->n * sizeof a->addrs[0]);
        judge_all(l);
        return;
    case DNS_NO_NAME:
        refuse(l, false, "no_such_name", "the name has no address");
        return;
    case DNS_NO_MEMORY:
        refuse(l, true, "no_memory", "no memory for the lookup");
        return;
    case DNS_NO_ANSWER:
        break;
    }
    refuse(l, true, "resolver_failed", "no resolver gave an answer for the name");
}

void locate_start(struct locate *l, const struct locate_need *need,
                  void (*done)(const struct failure *why, void *data), void *data)
{
    enum addr_host kind;
    struct err e = {0};

    l->need = *need;
    l->done = done;
    l->data = data;
    l->lookup = NULL;
    if (!addr_host(str_of(need->host), &kind, &l->addrs[0], &e)) {
        refuse(l, true, "bad_address", e.msg);
    } else if (kind == ADDR_HOST_LITERAL) {
        l->n = 1;
        judge_all(l);
    } else if (!dns_resolve(need->dns, need->host, &l->lookup, on_answer, l)) {
        refuse(l, true, "no_memory", "no memory for the lookup");
    }
}

void locate_cancel(struct locate *l)
{
    dns_cancel(&l->lookup);
}
