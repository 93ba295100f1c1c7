/* The egress judge: verdicts by table, rules as text, policies and own addresses. */
#include "io/net.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/resource.h>

#include "unit.h"

static struct net_own *own;

static enum net_verdict judge(const struct net_policy *p, const char *text, uint16_t port,
                              enum net_use use)
{
    struct sockaddr_storage sa;
    struct addr a;

    if (!addr_parse(str_of(text), &a))
        fail_msg("%s is no address", text);
    socklen_t n = addr_sockaddr(&a, port, &sa);
    return net_judge(p, own, (struct sockaddr *)&sa, n, use);
}

static int set_up(void **state)
{
    (void)state;
    struct addr list[2];

    own = net_own_new();
    return !own || !addr_parse(STR("93.184.215.14"), &list[0]) ||
           !addr_parse(STR("2a00:1450::9"), &list[1]) || !net_own_set(own, list, 2);
}

static int tear_down(void **state)
{
    (void)state;
    net_own_free(own);
    return 0;
}

static void judges_without_a_list(void **state)
{
    (void)state;
    static const struct {
        const char *address;
        enum net_verdict want;
    } cases[] = {
        {"8.8.8.8", NET_ALLOWED},
        {"1.0.0.1", NET_ALLOWED},
        {"223.255.255.254", NET_ALLOWED},
        {"172.15.255.255", NET_ALLOWED},
        {"172.32.0.0", NET_ALLOWED},
        {"100.63.255.255", NET_ALLOWED},
        {"100.128.0.0", NET_ALLOWED},
        {"2606:4700::1111", NET_ALLOWED},
        {"0.0.0.0", NET_DENIED_RANGE},
        {"0.1.2.3", NET_DENIED_RANGE},
        {"10.255.255.255", NET_DENIED_RANGE},
        {"100.64.0.1", NET_DENIED_RANGE},
        {"127.0.0.1", NET_DENIED_RANGE},
        {"169.254.1.1", NET_DENIED_RANGE},
        {"172.16.0.0", NET_DENIED_RANGE},
        {"172.31.255.255", NET_DENIED_RANGE},
        {"192.0.0.1", NET_DENIED_RANGE},
        {"192.0.2.1", NET_DENIED_RANGE},
        {"192.88.99.1", NET_DENIED_RANGE},
        {"192.168.1.1", NET_DENIED_RANGE},
        {"198.18.0.1", NET_DENIED_RANGE},
        {"198.19.255.255", NET_DENIED_RANGE},
        {"198.51.100.1", NET_DENIED_RANGE},
        {"203.0.113.1", NET_DENIED_RANGE},
        {"224.0.0.1", NET_DENIED_RANGE},
        {"239.255.255.255", NET_DENIED_RANGE},
        {"240.0.0.1", NET_DENIED_RANGE},
        {"255.255.255.255", NET_DENIED_RANGE},
        {"::", NET_DENIED_RANGE},
        {"::1", NET_DENIED_RANGE},
        {"100::1", NET_DENIED_RANGE},
        {"2001:10::1", NET_DENIED_RANGE},
        {"2001:2::1", NET_DENIED_RANGE},
        {"2001:db8::1", NET_DENIED_RANGE},
        {"3fff::1", NET_DENIED_RANGE},
        {"4000::1", NET_DENIED_RANGE},
        {"fc00::1", NET_DENIED_RANGE},
        {"fe80::1", NET_DENIED_RANGE},
        {"fec0::1", NET_DENIED_RANGE},
        {"ff02::1", NET_DENIED_RANGE},
        {"169.254.169.254", NET_DENIED_METADATA},
        {"169.254.170.2", NET_DENIED_METADATA},
        {"100.100.100.200", NET_DENIED_METADATA},
        {"168.63.129.16", NET_DENIED_METADATA},
        {"192.0.0.192", NET_DENIED_METADATA},
        {"fd00:ec2::254", NET_DENIED_METADATA},
        {"fd20:ce::254", NET_DENIED_METADATA},
        {"93.184.215.14", NET_DENIED_OWN},
        {"2a00:1450::9", NET_DENIED_OWN},
        {"::ffff:93.184.215.14", NET_DENIED_OWN},
        {"::ffff:8.8.8.8", NET_ALLOWED},
        {"64:ff9b::8.8.8.8", NET_ALLOWED},
        {"::ffff:127.0.0.1", NET_DENIED_RANGE},
        {"::127.0.0.1", NET_DENIED_RANGE},
        {"2002:7f00:1::", NET_DENIED_RANGE},
        {"2002:808:808::", NET_ALLOWED},
        {"64:ff9b::7f00:1", NET_DENIED_RANGE},
        {"64:ff9b:1::7f00:1", NET_DENIED_RANGE},
        {"64:ff9b:1:2::808:808", NET_DENIED_UNDECIDED},
        {"2001:0:808:808::80ff:fffe", NET_DENIED_RANGE},
        {"2001:0:7f00:1::f7f7:f7f7", NET_DENIED_RANGE},
        {"2001:0:808:808::f7f7:f7f7", NET_ALLOWED},
        {"2a00::5efe:10.0.0.1", NET_DENIED_RANGE},
        {"2a00::5efe:8.8.8.8", NET_ALLOWED},
        {"fe80::5efe:8.8.8.8", NET_DENIED_RANGE},
        {"::ffff:169.254.169.254", NET_DENIED_METADATA},
    };
    struct net_policy *p = net_policy_new(NULL, 0);

    for (size_t i = 0; i < COUNT(cases); i++) {
        enum net_verdict connect = judge(p, cases[i].address, 443, NET_CONNECT);
        enum net_verdict ping = judge(p, cases[i].address, 0, NET_ICMP);
        if (connect != cases[i].want || ping != cases[i].want)
            fail_msg("%s: %d and %d, not %d", cases[i].address, (int)connect, (int)ping,
                     (int)cases[i].want);
    }
    net_policy_drop(p);
}

static void denies_what_it_cannot_know(void **state)
{
    (void)state;
    struct net_policy *p = net_policy_new(NULL, 0), *person = net_policy_person();
    struct net_own *unread = net_own_new();
    struct sockaddr_storage sa = {.ss_family = AF_UNIX};
    struct sockaddr *any = (struct sockaddr *)&sa;
    struct addr a;

    assert_int_equal(net_judge(p, own, any, sizeof sa, NET_CONNECT), NET_DENIED_UNDECIDED);
    assert_int_equal(net_judge(p, own, NULL, 0, NET_CONNECT), NET_DENIED_UNDECIDED);
    assert_true(addr_parse(STR("8.8.8.8"), &a));
    socklen_t n = addr_sockaddr(&a, 53, &sa);
    assert_int_equal(net_judge(NULL, own, any, n, NET_CONNECT), NET_DENIED_UNDECIDED);
    assert_int_equal(net_judge(p, NULL, any, n, NET_CONNECT), NET_DENIED_UNDECIDED);
    assert_int_equal(net_judge(p, unread, any, n, NET_CONNECT), NET_DENIED_UNDECIDED);
    assert_int_equal(net_judge(p, own, any, n, NET_CONNECT), NET_ALLOWED);
    assert_int_equal(net_judge(person, NULL, any, n, NET_CONNECT), NET_ALLOWED);
    assert_int_equal(judge(person, "127.0.0.1", 1, NET_CONNECT), NET_ALLOWED);
    net_own_free(unread);
    net_policy_drop(p);
    net_policy_drop(person);
    net_policy_drop(NULL);
    assert_null(net_policy_hold(NULL));
}

static void follows_the_list(void **state)
{
    (void)state;
    static const char *const entries[] = {
        "10.0.5.0/24:80",      "192.168.0.0/16:*", "127.0.0.1/32:icmp", "fd00::/8:443",
        "93.184.215.14/32:22", "0.0.0.0/0:7",      "::1/128:9"};
    static const struct {
        const char *address;
        uint16_t port;
        enum net_use use;
        enum net_verdict want;
    } cases[] = {
        {"10.0.5.9", 80, NET_CONNECT, NET_ALLOWED},
        {"::ffff:10.0.5.9", 80, NET_CONNECT, NET_ALLOWED},
        {"10.0.5.9", 81, NET_CONNECT, NET_DENIED_RANGE},
        {"10.0.5.9", 80, NET_ICMP, NET_DENIED_RANGE},
        {"10.0.6.1", 80, NET_CONNECT, NET_DENIED_RANGE},
        {"192.168.3.4", 1, NET_CONNECT, NET_ALLOWED},
        {"192.168.3.4", 0, NET_ICMP, NET_DENIED_RANGE},
        {"127.0.0.1", 0, NET_ICMP, NET_ALLOWED},
        {"127.0.0.1", 80, NET_CONNECT, NET_DENIED_RANGE},
        {"fd12::1", 443, NET_CONNECT, NET_ALLOWED},
        {"fd12::1", 444, NET_CONNECT, NET_DENIED_RANGE},
        {"fd00:ec2::254", 443, NET_CONNECT, NET_DENIED_METADATA},
        {"93.184.215.14", 22, NET_CONNECT, NET_ALLOWED},
        {"93.184.215.14", 23, NET_CONNECT, NET_DENIED_OWN},
        {"127.0.0.1", 7, NET_CONNECT, NET_ALLOWED},
        {"169.254.169.254", 7, NET_CONNECT, NET_DENIED_METADATA},
        {"::1", 9, NET_CONNECT, NET_ALLOWED},
        {"::1", 10, NET_CONNECT, NET_DENIED_RANGE},
    };
    struct net_rule rules[COUNT(entries)];
    struct err e = {0};

    for (size_t i = 0; i < COUNT(entries); i++)
        assert_done(net_rule_parse(str_of(entries[i]), &rules[i], &e), &e);
    struct net_policy *p = net_policy_new(rules, COUNT(rules));
    assert_ptr_equal(net_policy_hold(p), p);
    net_policy_drop(p);
    for (size_t i = 0; i < COUNT(cases); i++)
        if (judge(p, cases[i].address, cases[i].port, cases[i].use) != cases[i].want)
            fail_msg("%s port %d", cases[i].address, cases[i].port);
    net_policy_drop(p);
}

/* An own address that carries an embedded one is judged as both. */
static void own_address_in_an_embedding_form(void **state)
{
    (void)state;
    struct net_own *mine = net_own_new();
    struct net_policy *p = net_policy_new(NULL, 0);
    struct net_rule rule;
    struct err e = {0};
    struct sockaddr_storage sa;
    struct addr a;

    assert_true(addr_parse(STR("2002:808:808::1"), &a));
    assert_true(net_own_set(mine, &a, 1));
    socklen_t n = addr_sockaddr(&a, 80, &sa);
    assert_int_equal(net_judge(p, mine, (struct sockaddr *)&sa, n, NET_CONNECT), NET_DENIED_OWN);
    net_policy_drop(p);
    assert_done(net_rule_parse(STR("2002::/16:80"), &rule, &e) || e.code == ERR_INVALID, &e);
    assert_true(net_own_set(mine, NULL, 0));
    p = net_policy_new(NULL, 0);
    assert_int_equal(net_judge(p, mine, (struct sockaddr *)&sa, n, NET_CONNECT), NET_ALLOWED);
    net_policy_drop(p);
    net_own_free(mine);
    net_own_free(NULL);
}

static void reads_rules(void **state)
{
    (void)state;
    static const struct {
        const char *text, *back;
    } good[] = {
        {"10.0.0.0/8:443", "10.0.0.0/8:443"},
        {"0.0.0.0/0:*", "0.0.0.0/0:*"},
        {"10.1.2.3/32:icmp", "10.1.2.3/32:icmp"},
        {"FD00::/8:65535", "fd00::/8:65535"},
        {"::/0:*", "::/0:*"},
        {"::1/128:1", "::1/128:1"},
    };
    static const char *const bad[] = {
        "",
        "10.0.0.0",
        "10.0.0.0/8",
        "10.0.0.0:80",
        "10.0.0.1/8:80",
        "10.0.0.0/33:1",
        "10.0.0.0/-1:1",
        "10.0.0.0/8:0",
        "10.0.0.0/8:65536",
        "10.0.0.0/8:",
        "10.0.0.0/8:ICMP",
        "10.0.0.0/8:80:1",
        "10.0/8:80",
        "::/129:1",
        "fd00::1/8:1",
        "::ffff:10.0.0.0/104:80",
        "64:ff9b::a00:0/104:80",
        "64:ff9b:1:2::/64:1",
        "x/8:1",
        " 10.0.0.0/8:1",
        "10000000000000000000000000000000000000000000000000000000000000000000000.0.0.0/8:1",
        "10.0.0.0/8:80 ",
        "/8:1",
        "10.0.0.0/:1",
    };
    struct net_rule r;

    for (size_t i = 0; i < COUNT(good); i++) {
        struct err e = {0};
        char text[80];
        struct buf out = BUF(text);
        assert_done(net_rule_parse(str_of(good[i].text), &r, &e), &e);
        net_rule_format(&r, &out);
        assert_string_equal(text, good[i].back);
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct err e = {0};
        if (net_rule_parse(str_of(bad[i]), &r, &e))
            fail_msg("\"%s\" was taken", bad[i]);
        assert_int_equal(e.code, ERR_INVALID);
        assert_true(e.msg[0] != '\0');
    }
}

static void knows_this_machine(void **state)
{
    (void)state;
    struct net_own *machine = net_own_new();
    struct net_policy *p = net_policy_new(NULL, 0);
    struct err e = {0};
    struct sockaddr_storage sa;
    struct addr a;

    assert_done(net_own_refresh(machine, 1000, 500, &e), &e);
    assert_true(addr_parse(STR("127.0.0.1"), &a));
    socklen_t n = addr_sockaddr(&a, 80, &sa);
    assert_int_equal(net_judge(p, machine, (struct sockaddr *)&sa, n, NET_CONNECT), NET_DENIED_OWN);
    assert_true(net_own_set(machine, NULL, 0));
    assert_done(net_own_refresh(machine, 1500, 500, &e), &e); /* young enough: not read again */
    assert_int_equal(net_judge(p, machine, (struct sockaddr *)&sa, n, NET_CONNECT),
                     NET_DENIED_RANGE);
    assert_done(net_own_refresh(machine, 1501, 500, &e), &e);
    assert_int_equal(net_judge(p, machine, (struct sockaddr *)&sa, n, NET_CONNECT), NET_DENIED_OWN);
    net_policy_drop(p);
    net_own_free(machine);
}

static void lacks_memory_or_descriptors(void **state)
{
    (void)state;
    static const size_t many[] = {SIZE_MAX, SIZE_MAX / sizeof(struct net_rule),
                                  SIZE_MAX / sizeof(struct net_rule) - 9, SIZE_MAX / 64};
    struct net_own *machine = net_own_new();
    struct net_policy *p = net_policy_new(NULL, 0);
    struct rlimit before, none;
    struct err e = {0};
    struct sockaddr_storage sa;
    struct addr a;

    for (size_t i = 0; i < COUNT(many); i++)
        assert_null(net_policy_new(NULL, many[i]));
    assert_false(net_own_set(machine, NULL, many[3]));
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    none = (struct rlimit){.rlim_cur = 0, .rlim_max = before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    bool read = net_own_refresh(machine, 1, 0, &e);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_refused(read, &e, ERR_UNAVAILABLE);
    assert_true(addr_parse(STR("8.8.8.8"), &a));
    socklen_t n = addr_sockaddr(&a, 53, &sa);
    assert_int_equal(net_judge(p, machine, (struct sockaddr *)&sa, n, NET_CONNECT),
                     NET_DENIED_UNDECIDED);
    net_policy_drop(p);
    net_own_free(machine);
}

static void says_why(void **state)
{
    (void)state;

    for (int v = NET_ALLOWED; v <= NET_DENIED_UNDECIDED; v++)
        assert_true(strlen(net_verdict_text((enum net_verdict)v)) > 10);
    assert_string_equal(net_verdict_text((enum net_verdict)99),
                        net_verdict_text(NET_DENIED_UNDECIDED));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(judges_without_a_list),
        UNIT(denies_what_it_cannot_know),
        UNIT(follows_the_list),
        UNIT(own_address_in_an_embedding_form),
        UNIT(reads_rules),
        UNIT(knows_this_machine),
        UNIT(lacks_memory_or_descriptors),
        UNIT(says_why),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down) != 0;
}
