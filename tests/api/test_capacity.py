"""Checks beyond what the checkers can do in time: refused, unless it is meant, which the trail keeps."""
import itertools
import json

import pytest

from api.gate import anew

number = itertools.count(1)


@pytest.fixture
def full(gate):
    """A checker that has room for one cheap check more."""
    gate.sql("SELECT worker_beat('full', 'checker', tocsin_now(), %s)",
             json.dumps({"load_us_s": 1000, "room_us_s": 1010, "cost_us": {"tcp": 90, "icmp": 40}}))
    gate.sql("UPDATE worker SET last_seen_at = tocsin_now() + interval '1 hour' WHERE instance = 'full'")
    yield
    gate.sql("DELETE FROM worker WHERE instance = 'full'")


def body(host, interval_s):
    return {"host_id": host["id"], "type": "tcp", "name": f"room {next(number)}", "interval_s": interval_s, "params": {"port": 1}}


def test_beyond_the_capacity_is_refused_and_meant_is_done(gate, alpha, things, full):
    host = things("alpha").host()
    problem = alpha.refused(409, "capacity_exceeded", "POST", "/checks", body(host, 5))
    assert "99 %" in problem["detail"] and "override=capacity" in problem["detail"] and len(problem["detail"]) < 200
    check = alpha.post("/checks", body(host, 60), status=201)
    alpha.refused(409, "capacity_exceeded", "PATCH", f"/checks/{check['id']}", {"interval_s": 5})
    alpha.refused(409, "capacity_exceeded", "PATCH", "/checks:bulk", {"items": [{"id": check["id"], "interval_s": 5}]})
    alpha.refused(422, "invalid_value", "POST", "/checks?override=everything", body(host, 5))
    assert anew(alpha, f"/checks/{check['id']}")["interval_s"] == 60
    assert alpha.patch(f"/checks/{check['id']}", {"interval_s": 300})["interval_s"] == 300
    assert alpha.patch(f"/checks/{check['id']}?override=capacity", {"interval_s": 5})["interval_s"] == 5
    alpha.patch(f"/checks/{check['id']}", {"interval_s": 60})
    alpha.patch("/checks:bulk?override=capacity", {"items": [{"id": check["id"], "interval_s": 5}]})
    made = alpha.post("/checks?override=capacity", body(host, 5), status=201)
    alpha.refused(409, "capacity_exceeded", "POST", "/checks", body(host, 5))
    said = gate.sql("SELECT detail FROM audit WHERE action = 'check.create' AND target_id = %s", str(made["id"]))
    assert said and said[0][0]["override"] == "capacity"


def test_many_are_judged_together(gate, alpha, things, full):
    """Each of them would fit alone; what one gives up another may take; a host counts with its checks."""
    host, made = things("alpha").host(), things("alpha")
    checks = [made.check(host, interval_s=60, enabled=False) for _ in range(8)]
    ids = [c["id"] for c in checks]
    alpha.patch("/checks:bulk", {"items": [{"id": i, "enabled": True} for i in ids[:6]]})
    alpha.patch("/checks:bulk", {"items": [{"id": i, "enabled": False} for i in ids[:6]]})
    problem = alpha.refused(409, "capacity_exceeded", "PATCH", "/checks:bulk", {"items": [{"id": i, "enabled": True} for i in ids]})
    assert "101 %" in problem["detail"]
    assert not any(c["enabled"] for c in anew(alpha, f"/hosts/{host['id']}/checks")["items"])
    alpha.patch("/checks:bulk?override=capacity", {"items": [{"id": i, "enabled": True} for i in ids]})
    alpha.patch("/checks:bulk", {"items": [{"id": ids[0], "interval_s": 5}, *({"id": i, "enabled": False} for i in ids[1:])]} )
    for path, body in ((f"/hosts/{host['id']}", {"enabled": True}), ("/hosts:bulk", {"items": [{"id": host["id"], "enabled": True}]})):
        alpha.patch(f"/hosts/{host['id']}", {"enabled": False})
        alpha.refused(409, "capacity_exceeded", "PATCH", path, body)
        assert anew(alpha, f"/hosts/{host['id']}")["enabled"] is False
        alpha.patch(path + "?override=capacity", body)
        assert anew(alpha, f"/hosts/{host['id']}")["enabled"] is True
        detail = gate.sql("SELECT detail FROM audit WHERE tenant_id = %s AND action = 'host.update' ORDER BY seq DESC LIMIT 1", gate.tenant_id("alpha"))
        assert detail[0][0]["override"] == "capacity"
    alpha.patch(f"/hosts/{host['id']}", {"enabled": False})
    alpha.patch("/checks:bulk", {"items": [{"id": i, "enabled": True, "interval_s": 5} for i in ids]})
    alpha.refused(422, "invalid_value", "PATCH", f"/hosts/{host['id']}?override=all", {"enabled": True})
