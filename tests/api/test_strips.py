"""The recent past of hosts as letters, and totals of lists."""
import time


def put(gate, check, minutes, letters):
    """A sample a minute, the last `minutes` ago."""
    tenant = gate.tenant_id("alpha")
    at = time.time() - 60 * minutes
    for n, letter in enumerate(reversed(letters)):
        gate.sql("INSERT INTO sample (tenant_id, check_id, span_start, at_ms, letters, latency_ms) "
                 "SELECT %s, %s, sample_span_of(t), ARRAY[(extract(epoch FROM t - sample_span_of(t)) * 1000)::int], %s, ARRAY[1.0] "
                 "FROM (SELECT to_timestamp(%s) AS t) a ON CONFLICT (tenant_id, check_id, span_start) DO UPDATE SET "
                 "at_ms = excluded.at_ms || sample.at_ms, letters = excluded.letters || sample.letters, "
                 "latency_ms = excluded.latency_ms || sample.latency_ms", tenant, check, letter, at - 60 * n)


def test_the_worst_of_all_enabled_checks_in_each_part(gate, alpha, things):
    made = things("alpha")
    one, other = made.host(), made.host()
    good, bad, off = made.check(one), made.check(one), made.check(one, enabled=False)
    put(gate, good["id"], 3, "u" * 20)
    put(gate, bad["id"], 9, "gdd?")
    put(gate, off["id"], 1, "d" * 30)
    items = alpha.get(f"/host-strips?ids={other['id']},{one['id']},999999999&range_s=1800")["items"]
    assert [i["id"] for i in items] == [other["id"], one["id"]]
    assert items[0]["strip"] == ["-"] * 30
    strip = "".join(items[1]["strip"])
    assert len(strip) == 30 and strip.strip("-") in ("u" * 10 + "gdd?" + "u" * 6, "u" * 9 + "gdd?" + "u" * 6)
    whole = "".join(alpha.get(f"/host-strips?ids={one['id']}&range_s=300000")["items"][0]["strip"])
    assert whole.strip("-") in ("d", "dd", "du", "ud", "uu") and "d" in whole, "a part shows the worst that was in it"


def test_what_it_does_not_take(alpha, beta, things):
    host = things("alpha").host()
    assert beta.get(f"/host-strips?ids={host['id']}")["items"] == []
    for query in ("", "ids=", "ids=1,,2", "ids=1,x", "ids=0", "ids=-1", "ids=" + ",".join("1" * 201), "ids=1&range_s=10"):
        alpha.refused(422, "invalid_value", "GET", f"/host-strips?{query}")


def test_totals_count_all_pages(alpha, things):
    made = things("alpha")
    hosts = [made.host(group="totals") for _ in range(5)]
    for host in hosts[:3]:
        made.check(host, name="total of checks")
    page = alpha.get("/hosts?group=totals&limit=2&count=true")
    assert (len(page["items"]), page["total"]) == (2, 5) and page["next_cursor"]
    assert alpha.get(f"/hosts?group=totals&limit=2&count=true&cursor={page['next_cursor']}")["total"] == 5
    assert alpha.get("/hosts?group=totals&status=down,paused&count=true")["total"] == 0
    assert alpha.get("/hosts?group=totals&status=down,unknown&count=true")["total"] == 5
    assert "total" not in alpha.get("/hosts?group=totals&limit=2")
    assert alpha.get("/checks?q=total%20of%20checks&limit=1&count=true")["total"] == 3
    for query in ("status=", "status=up,", "status=up,all", "status=UP", "count=1"):
        alpha.refused(422, "invalid_value", "GET", f"/hosts?{query}")


def test_every_order_gives_all_once(alpha, things):
    made = things("alpha")
    hosts = [made.host(group=f"order {n % 2}", labels={"order": "yes"}) for n in range(5)]
    checks = [made.check(hosts[n % 3], name=f"order {n}") for n in range(5)]
    for path, sorts, all_ids in (("/hosts?label=order=yes", ("address", "group", "last_checked_at"), [h["id"] for h in hosts]),
                                 ("/checks?q=order", ("type", "host_name", "latency_ms", "last_ts"), [c["id"] for c in checks])):
        for sort in sorts:
            for sign in ("", "-"):
                found, cursor = [], ""
                while cursor is not None:
                    page = alpha.get(f"{path}&sort={sign}{sort}&limit=2" + (f"&cursor={cursor}" if cursor else ""))
                    found += [i["id"] for i in page["items"]]
                    cursor = page["next_cursor"]
                assert sorted(found) == sorted(all_ids), f"{path} by {sign}{sort}"
