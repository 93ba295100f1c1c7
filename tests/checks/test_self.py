"""self: the parts of the machine, the servers real ones."""
import os
import socket

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


@pytest.mark.skipif(os.geteuid() != 0, reason="becomes nobody")
def test_a_socket_closed_to_us_says_nothing_about_the_server(tenant, tmp_path):
    path = f"{tmp_path}/mine.sock"
    for folder in (tmp_path, *tmp_path.parents[:2]):
        os.chmod(folder, 0o755)
    with socket.socket(socket.AF_UNIX) as s:
        s.bind(path)
        s.listen()
        os.chmod(path, 0o600)
        for part in ("redis", "api"):
            a = tenant("self", "here", {"part": part}, env={"TEST_REDIS": path, "TEST_API": path},
                       before=("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all"))
            assert a.brief == ("unknown", "forbidden_here")


def test_wrong_part_is_refused(tenant):
    assert tenant("self", "here", {"part": "shell"})["refused"] == "invalid_value"
    assert tenant("self", "here", {})["field"] == "part"
