"""self: the parts of the machine, the servers real ones."""
import os

import pytest


@pytest.mark.parametrize("part", ["load", "memory", "disk"])
def test_measures(tenant, part):
    a = tenant("self", "here", {"part": part, "degraded_above": 9000, "down_above": 9000})
    assert a["status"] == "up" and a["details"]
    a = tenant("self", "here", {"part": part, "degraded_above": 1e-9, "down_above": 9000})
    assert a["status"] == "degraded"


def test_servers(tenant, servers):
    conninfo = f"host={servers.pg_dir} dbname=tocsin user=postgres"
    env = {"TEST_PG": conninfo, "TEST_REDIS": servers.redis_socket}
    for part in ("postgresql", "redis"):
        a = tenant("self", "here", {"part": part}, env=env)
        assert a.brief == ("up", None) and a["latency_ms"] < 3000


def test_servers_that_are_away(tenant, tmp_path):
    away = f"{tmp_path}/nobody"
    os.mkdir(away)
    env = {"TEST_PG": f"host={away} dbname=x user=x", "TEST_REDIS": f"{away}/redis.sock", "TEST_API": f"{away}/fast.sock"}
    for part in ("postgresql", "redis", "api"):
        assert tenant("self", "here", {"part": part}, env=env)["status"] == "down"
        assert tenant("self", "here", {"part": part}).brief == ("unknown", "not_configured")


def test_wrong_part_is_refused(tenant):
    assert tenant("self", "here", {"part": "shell"})["refused"] == "invalid_value"
    assert tenant("self", "here", {})["field"] == "part"
