"""host_state and check_order are what counting anew would say, whatever happens and however much of it at once."""
import random
import threading
import time

import psycopg2
import psycopg2.extensions
import pytest

STATUSES = ("up", "degraded", "down", "unknown")
HOSTS, SECONDS = 30, 4

ANEW = """
SELECT h.tenant_id, h.id, CASE WHEN NOT h.enabled OR (count(c.id) > 0 AND count(c.id) FILTER (WHERE c.enabled) = 0) THEN 4
        WHEN bool_or(c.enabled AND k.status = 'down') THEN 0 WHEN bool_or(c.enabled AND k.status = 'degraded') THEN 1
        WHEN bool_or(c.enabled AND k.status = 'up') AND NOT bool_or(c.enabled AND coalesce(k.status = 'unknown', false)) THEN 3
        ELSE 2 END::smallint,
    lower(h.name), lower(h.address), coalesce(h.host_group, ''), h.created_at, count(c.id)::int,
    (count(*) FILTER (WHERE c.enabled AND k.status = 'up'))::int, (count(*) FILTER (WHERE c.enabled AND k.status = 'degraded'))::int,
    (count(*) FILTER (WHERE c.enabled AND k.status = 'down'))::int, (count(*) FILTER (WHERE c.enabled AND k.status = 'unknown'))::int
FROM host h LEFT JOIN host_check c ON c.tenant_id = h.tenant_id AND c.host_id = h.id
LEFT JOIN check_state k ON k.tenant_id = c.tenant_id AND k.check_id = c.id
GROUP BY h.tenant_id, h.id ORDER BY 1, 2"""
KEPT = """SELECT tenant_id, host_id, rank, name_key, address_key, group_key, created_at, total, up, degraded, down, unknown
FROM host_state ORDER BY 1, 2"""


@pytest.fixture
def fleet(fresh_servers):
    """Hosts of two tenants with three checks each."""
    s = fresh_servers
    tenants = [r[0] for r in s.sql("INSERT INTO tenant (slug, name) VALUES ('sa', 'A'), ('sb', 'B') RETURNING tenant_id")]
    s.sql("INSERT INTO host (tenant_id, name, address, host_group) SELECT t, 'Host ' || g, 'H' || g, 'g' || g %% 3 "
          "FROM unnest(%s) t, generate_series(1, %s) g", tenants, HOSTS // 2)
    s.sql("INSERT INTO host_check (tenant_id, host_id, type, name) SELECT tenant_id, id, 'tcp', 'c' || g FROM host, generate_series(1, 3) g")
    s.ids = s.sql("SELECT tenant_id, id FROM host_check")
    return s


def same(servers):
    assert servers.sql(KEPT) == servers.sql(ANEW)
    places = "SELECT tenant_id, check_id, host_id, rank, type, name_key, host_key FROM {} ORDER BY 1, 2"
    assert servers.sql(places.format("check_order")) == servers.sql(places.format("check_place"))


def put(q, rows):
    """What a flush of results does to states: rows of (tenant, check, status), in the order of the keys. Its events come before and
    hold the checks' rows."""
    tenants, checks, now = [r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows]
    q.execute("""WITH events AS (INSERT INTO check_event (tenant_id, check_id, ts, to_status)
                     SELECT DISTINCT ON (1, 2) *, clock_timestamp(), 'up' FROM unnest(%s, %s) AS u (t, c) ORDER BY 1, 2)
                 SELECT""", (tenants, checks))
    q.execute("""INSERT INTO check_state (tenant_id, check_id, status, since, last_ts)
                     SELECT DISTINCT ON (1, 2) *, now(), now() FROM unnest(%s, %s, %s) AS u (t, c, s)
                     WHERE EXISTS (SELECT FROM host_check h WHERE h.tenant_id = t AND h.id = c) ORDER BY 1, 2
                 ON CONFLICT (tenant_id, check_id) DO UPDATE SET status = excluded.status, last_ts = excluded.last_ts""",
              (tenants, checks, now))


def test_it_follows_every_single_change(fleet):
    s = fleet
    same(s)
    (tenant, check), (_, other), *_ = [r for r in s.sql("SELECT tenant_id, id FROM host_check WHERE host_id = (SELECT min(id) FROM host) ORDER BY id")]
    host = s.sql("SELECT host_id FROM host_check WHERE id = %s", check)[0][0]

    def rank():
        same(s)
        return s.sql("SELECT rank FROM host_state WHERE host_id = %s", host)[0][0]
    c = s.connect("postgres")
    c.autocommit = True
    q = c.cursor()
    assert rank() == 2, "nothing is known"
    put(q, [(tenant, check, "up")])
    assert rank() == 3
    put(q, [(tenant, other, "degraded"), (tenant, check, "down")])
    assert rank() == 0
    s.sql("UPDATE host_check SET enabled = false WHERE id = %s", check)
    assert rank() == 1
    s.sql("UPDATE host SET enabled = false WHERE id = %s", host)
    assert rank() == 4
    s.sql("UPDATE host SET enabled = true, name = 'Ä Name', address = 'UPPER', host_group = NULL WHERE id = %s", host)
    assert rank() == 1
    s.sql("DELETE FROM check_state WHERE check_id = %s", other)
    assert rank() == 2
    s.sql("UPDATE host_check SET enabled = false WHERE host_id = %s", host)
    assert rank() == 4
    s.sql("DELETE FROM host_check WHERE host_id = %s", host)
    assert rank() == 2
    s.sql("DELETE FROM host WHERE id = %s", host)
    same(s)
    s.sql("DELETE FROM tenant WHERE tenant_id = %s", tenant)
    same(s)
    c.close()


def act(q, fleet, rng):
    """One random change, as a checker or the API would make it."""
    tenant = rng.choice(fleet.ids)[0]
    some = rng.sample(fleet.ids, 20)
    roll = rng.random()
    if roll < 0.6:
        q.execute("BEGIN")
        put(q, [(t, c, rng.choice(STATUSES)) for t, c in some])
        q.execute("COMMIT")
    elif roll < 0.75:
        q.execute("UPDATE host_check SET enabled = NOT enabled WHERE tenant_id = %s AND id = %s", rng.choice(fleet.ids))
    elif roll < 0.85:
        q.execute("UPDATE host SET enabled = NOT enabled, name = name || %s WHERE tenant_id = %s AND id = (SELECT host_id FROM host_check "
                  "WHERE tenant_id = %s AND id = %s)", (rng.choice("xy"), some[0][0], *some[0]))
    elif roll < 0.93:
        q.execute("INSERT INTO host_check (tenant_id, host_id, type, name) SELECT tenant_id, id, 'tcp', %s FROM host WHERE tenant_id = %s "
                  "ORDER BY random() LIMIT 3 ON CONFLICT DO NOTHING", (f"n{rng.random()}", tenant))
    elif roll < 0.97:
        q.execute("DELETE FROM host_check WHERE tenant_id = %s AND id = %s", rng.choice(fleet.ids))
    elif roll < 0.99:
        q.execute("INSERT INTO host (tenant_id, name, address) VALUES (%s, %s, 'new')", (tenant, f"new {rng.random()}"))
    else:
        q.execute("DELETE FROM host WHERE tenant_id = %s AND id = (SELECT min(id) FROM host WHERE tenant_id = %s AND name LIKE 'new%%')",
                  (tenant, tenant))


def test_a_storm_leaves_it_right_and_nobody_locked_out(fleet):
    """Checkers and people at once, each change a transaction of its own: no deadlock, and the count is right at the end."""
    problems, done, end = [], [0], time.monotonic() + SECONDS
    seed = int(time.time())

    def work(number):
        rng = random.Random(seed * 16 + number)
        c = fleet.connect("postgres")
        c.autocommit = True
        q = c.cursor()
        while time.monotonic() < end:
            try:
                act(q, fleet, rng)
                done[0] += 1
            except psycopg2.errors.DeadlockDetected as e:
                problems.append(str(e))
            except psycopg2.IntegrityError:
                pass  # a check that somebody has just deleted
            if c.get_transaction_status() != psycopg2.extensions.TRANSACTION_STATUS_IDLE:
                q.execute("ROLLBACK")
        c.close()
    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not problems, f"seed {seed}: {len(problems)} deadlocks, the first: {problems[0]}"
    assert done[0] > 100
    same(fleet)
