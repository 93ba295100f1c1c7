#!/usr/bin/python3
"""Fills one tenant of a running stack with hosts by SQL, in seconds, for tests, benches and a look at the pages.

    seed(stack, hosts=10000)                                          from Python: anything with connect(role)
    tests/harness/seed.py --var var --hosts 10000 [--tenant main]     from a shell; prints what the tenant holds now

Every run adds `hosts` more, the same ones each time but for their numbers: names by role and number, groups, labels, one to
three checks each (ping, ssh, web), mostly up, some degraded, down, unknown or paused, an hour of samples, and events.
The targets are loopback addresses and every check's interval is a day, so that the checker leaves them as they are."""
import argparse
import os
import sys
import time

import psycopg2

ROLES = "web api db cache queue mail proxy build store edge"
PLACES = "ams fra lon nyc sfo sin syd tyo"
TEAMS = "payments search platform data mobile security billing support"

# One look-alike of chance: the same rows in every run.
CHANCE = "(({n}::bigint * 2654435761 + {salt} * 40503) %% 1000003 * 7919 %% 1000)"

HOSTS = """
INSERT INTO host (tenant_id, name, address, host_group, enabled, criticality, sla_tier, labels, created_at, updated_at)
SELECT %(tenant)s, format('%%s-%%s.%%s', r.role, lpad(n::text, 5, '0'), r.place),
    format('127.%%s.%%s.%%s', 100 + n / 62500 %% 100, n / 250 %% 250, n %% 250 + 1),
    CASE WHEN n %% 50 <> 7 THEN r.role || '-' || r.place END, n %% 97 <> 3,
    (ARRAY['low', 'medium', 'medium', 'high', 'critical'])[n %% 5 + 1], (ARRAY['gold', 'silver', NULL])[n %% 3 + 1],
    jsonb_build_object('role', r.role, 'place', r.place, 'team', r.team, 'rack', 'r' || n / 40,
        'env', CASE WHEN n %% 10 < 6 THEN 'prod' WHEN n %% 10 < 8 THEN 'staging' ELSE 'dev' END),
    now() - make_interval(secs => n), now() - make_interval(secs => n)
FROM (SELECT n, split_part(%(roles)s, ' ', n %% 10 + 1) AS role, split_part(%(places)s, ' ', n / 10 %% 8 + 1) AS place,
          split_part(%(teams)s, ' ', n / 3 %% 8 + 1) AS team
      FROM generate_series(%(first)s, %(first)s + %(hosts)s - 1) n) r
RETURNING id"""

LABELS = """
INSERT INTO label (tenant_id, host_id, name, value)
SELECT h.tenant_id, h.id, e.key, e.value FROM host h, jsonb_each_text(h.labels) e
WHERE h.tenant_id = %(tenant)s AND h.id = ANY (%(ids)s)"""

CHECKS = """
INSERT INTO host_check (tenant_id, host_id, type, name, interval_s, timeout_ms, retries, params, enabled)
SELECT %(tenant)s, h.id, k.type, k.name, 86400, 5000, 2, k.params::jsonb, h.id %% 89 <> 5 OR k.type <> 'tcp'
FROM unnest(%(ids)s) AS h (id), (VALUES ('icmp', 'ping', 1, '{}'), ('tcp', 'ssh', 2, '{"port": 22}'),
    ('http', 'web', 3, '{"url": "http://127.0.0.1/health"}')) AS k (type, name, every, params)
WHERE h.id %% k.every = 0
RETURNING id"""

STATES = f"""
INSERT INTO check_state (tenant_id, check_id, status, reason, message, since, last_ts, latency_ms)
SELECT %(tenant)s, c.id, w.status, CASE w.status WHEN 'up' THEN NULL WHEN 'degraded' THEN 'slow' WHEN 'down' THEN 'timeout'
        ELSE 'egress' END,
    CASE w.status WHEN 'up' THEN '' WHEN 'degraded' THEN 'answered, but slower than allowed'
        WHEN 'down' THEN 'no answer within 5 seconds' ELSE 'this address is not on the list of allowed targets' END,
    now() - make_interval(secs => 60 + c.id %% 3000), now() - make_interval(secs => c.id %% 60),
    CASE WHEN w.status IN ('up', 'degraded') THEN 0.2 + c.id %% 400 / 10.0 END
FROM (SELECT id, {CHANCE.format(n='id', salt=1)} AS roll FROM unnest(%(checks)s) AS u (id)) c,
    LATERAL (SELECT CASE WHEN c.roll < 15 THEN 'down' WHEN c.roll < 40 THEN 'degraded' WHEN c.roll < 50 THEN 'unknown'
        ELSE 'up' END AS status) w"""

# An hour of one sample a minute; before its `since` a check was up.
SAMPLES = """
INSERT INTO sample (tenant_id, check_id, span_start, at_ms, letters, latency_ms)
SELECT s.tenant_id, s.check_id, sample_span_of(m.at), array_agg(m.ms ORDER BY m.at),
    string_agg(CASE WHEN m.at < s.since OR s.status = 'up' THEN 'u' WHEN s.status = 'degraded' THEN 'g'
        WHEN s.status = 'down' THEN 'd' ELSE '?' END, '' ORDER BY m.at),
    array_agg(CASE WHEN m.at < s.since OR s.status IN ('up', 'degraded')
        THEN (0.2 + (s.check_id + m.n) %% 400 / 10.0)::real END ORDER BY m.at)
FROM check_state s,
    LATERAL (SELECT n, t.at, (extract(epoch FROM t.at - sample_span_of(t.at)) * 1000)::int AS ms
        FROM generate_series(0, 59) n, LATERAL (SELECT date_trunc('minute', s.last_ts) - make_interval(mins => n) AS at) t) m
WHERE s.tenant_id = %(tenant)s AND s.check_id = ANY (%(checks)s)
GROUP BY s.tenant_id, s.check_id, sample_span_of(m.at)"""

EVENTS = """
INSERT INTO check_event (tenant_id, check_id, ts, from_status, to_status, reason, message)
SELECT tenant_id, check_id, since, 'up', status, reason, message FROM check_state
WHERE tenant_id = %(tenant)s AND check_id = ANY (%(checks)s) AND status <> 'up'
UNION ALL
SELECT %(tenant)s, id, now() - make_interval(mins => g * 17 + (id %% 13)::int), CASE g %% 2 WHEN 0 THEN 'up' ELSE 'down' END,
    CASE g %% 2 WHEN 0 THEN 'down' ELSE 'up' END, CASE g %% 2 WHEN 0 THEN 'timeout' END,
    CASE g %% 2 WHEN 0 THEN 'no answer within 5 seconds' ELSE '' END
FROM unnest(%(checks)s) AS u (id), generate_series(4, 7) g WHERE id %% 20 = 0"""

# What the triggers would have kept.
HOST_STATES = """
INSERT INTO host_state (tenant_id, host_id, rank, name_key, address_key, group_key, created_at)
SELECT tenant_id, id, 2, lower(name), lower(address), coalesce(host_group, ''), created_at FROM host
WHERE tenant_id = %(tenant)s AND id = ANY (%(ids)s)"""
COUNT = "SELECT host_state_fold(array_agg(%(tenant)s), array_agg(id)) FROM unnest(%(ids)s) AS u (id)"


def seed(stack, hosts=10_000, tenant="alpha"):
    """Adds hosts to the tenant; gives their ids. `stack` has connect(role), as harness.stack.Stack and harness.servers.Servers."""
    connection = stack.connect("postgres")
    with connection, connection.cursor() as q:
        q.execute("SELECT tenant_id, (SELECT count(*) FROM host h WHERE h.tenant_id = t.tenant_id) FROM tenant t WHERE slug = %s", (tenant,))
        found = q.fetchone()
        if not found:
            raise SystemExit(f"there is no tenant {tenant}")
        values = {"tenant": found[0], "first": found[1] + 1, "hosts": hosts, "roles": ROLES, "places": PLACES, "teams": TEAMS}
        # Rows come by the thousand: triggers that count, judge or notify row by row are not meant for that.
        q.execute("SET LOCAL session_replication_role = replica")
        q.execute(HOSTS, values)
        values["ids"] = [row[0] for row in q.fetchall()]
        q.execute(LABELS, values)
        q.execute(CHECKS, values)
        values["checks"] = [row[0] for row in q.fetchall()]
        for text in (STATES, SAMPLES, EVENTS, HOST_STATES, COUNT):
            q.execute(text, values)
        q.execute("SELECT pg_notify('tocsin', format('check %%s 0', %s))", (found[0],))
    connection.autocommit = True
    with connection.cursor() as q:
        q.execute("ANALYZE host, host_state, check_order, label, host_check, check_state, sample, check_event")
    connection.close()
    return values["ids"]


class Local:
    """The database of a stack by its data folder."""

    def __init__(self, var):
        self.socket = os.path.abspath(f"{var}/run/pg")

    def connect(self, role):
        return psycopg2.connect(host=self.socket, user=role, dbname="tocsin")


def main():
    words = argparse.ArgumentParser(description="Fill a tenant of a running stack with hosts.")
    words.add_argument("--var", default="var", help="the stack's data folder (default: ./var)")
    words.add_argument("--tenant", default="alpha", help="its tenant (default: alpha, as the tests name theirs)")
    words.add_argument("--hosts", type=int, default=10_000)
    given = words.parse_args()
    start = time.monotonic()
    added = seed(Local(given.var), given.hosts, given.tenant)
    print(f"{len(added)} hosts added to {given.tenant} in {time.monotonic() - start:.1f} s")


if __name__ == "__main__":
    sys.exit(main())
