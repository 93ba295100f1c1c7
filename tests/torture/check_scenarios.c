/* Policies and plans of checks without memory: what could not be built allows nothing. */
#include <arpa/inet.h>
#include <string.h>

#include "checks/check.h"
#include "io/json.h"
#include "scenario.h"

static enum outcome policy(void)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(80)};
    static const struct addr mine = {{203, 0, 113, 7}, true};
    struct net_rule rule;
    struct err e = {0};

    if (!net_rule_parse(STR("10.0.0.0/8:80"), &rule, &e))
        return WRONG;
    struct net_own *own = net_own_new();
    bool set = own && net_own_set(own, &mine, 1);
    struct net_policy *p = net_policy_new(&rule, 1);
    to.sin_addr.s_addr = htonl(0x0a000001);
    bool near =
        net_judge(p, own, (const struct sockaddr *)&to, sizeof to, NET_CONNECT) == NET_ALLOWED;
    to.sin_addr.s_addr = htonl(0x08080808);
    bool far =
        net_judge(p, own, (const struct sockaddr *)&to, sizeof to, NET_CONNECT) == NET_ALLOWED;
    to.sin_addr.s_addr = htonl(0x7f000001);
    bool loopback =
        net_judge(p, own, (const struct sockaddr *)&to, sizeof to, NET_CONNECT) == NET_ALLOWED;
    enum outcome r = loopback || (near && !p) || (far && !set) ? WRONG
                     : near && far                             ? WORKED
                                                               : REFUSED;
    net_policy_drop(p);
    net_own_free(own);
    return r;
}

static enum outcome plan(void)
{
    static const char text[] = "{\"url\":\"http://example.test/\",\"headers\":{\"X-A\":\"b\"}}";
    struct err e = {0};
    AUTO_JSON params = jin_parse((struct str){text, sizeof text - 1}, &e);
    const struct check_kind *http = check_find(STR("http"));

    if (!params)
        return REFUSED;
    if (!http)
        return WRONG;
    struct check_plan *p = check_plan_new(http, params, &e);
    if (!p)
        return e.code == ERR_UNAVAILABLE ? REFUSED : WRONG;
    check_plan_free(p);
    return WORKED;
}

const struct scenario torture_check[] = {
    {.name = "an egress policy", .run = policy},
    {.name = "a plan of a check", .run = plan},
    {0},
};
