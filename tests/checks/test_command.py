"""The words of `tocsin check` and `tocsin kinds`."""
import json

import pytest


def test_exit_status(tocsin, target):
    up, closed = target("Tcp"), target("Tcp")
    closed.stop()
    assert tocsin("check", "tcp", f"127.0.0.1:{up.port}")[0] == 0
    assert tocsin("check", "tcp", f"127.0.0.1:{up.port}", f"127.0.0.1:{closed.port}")[0] == 1


@pytest.mark.parametrize("args,says", [
    ((), "which kind"), (("nosuch", "a"), "no kind"), (("tcp",), "no target"), (("heartbeat", "a"), "reported to"),
    (("tcp", "a", "--port", "0"), "--port"), (("tcp", "a", "--port"), "--port"), (("tcp", "a", "--nonsense"), "--nonsense"),
    (("tcp", "a", "--timeout-ms", "0"), "--timeout-ms"), (("tcp", "a", "-o", "xml"), "--output"),
    (("icmp", "a", "--expect", "x"), "--expect"), (("tcp", "a", "--params", "[]"), "--params"),
    (("http", "a", "--port", "1", "--port", "2"), "twice"), (("dns", "127.0.0.1"), "query"),
    (("https", "127.0.0.1", "--ca-file", "/nonexistent"), "certificate"), (("tcp", "a:1", "--resolver", "::x::"), "resolver"),
])
def test_wrong_usage(tocsin, args, says):
    status, out, errors = tocsin("check", *args)
    assert status == 2 and out == "" and says in errors and "--help" in errors


def test_targets_from_a_file_keep_their_order(tocsin, target, tmp_path):
    port, names = target("Tcp").port, tmp_path / "targets"
    lines = ["# comment", "", *[f"127.0.0.{i}" for i in range(1, 101)], "  127.0.0.1  ", "127.1"]
    names.write_text("\n".join(lines) + "\n")
    status, out, _ = tocsin("check", "tcp", "--port", port, "--targets", names, "-o", "json")
    answers = json.loads(out)
    assert status == 1 and [a["target"] for a in answers] == [line.strip() for line in lines[2:]]
    assert answers[-1]["reason"] == "bad_address" and sum(a["status"] == "up" for a in answers) == 2
    status, _, errors = tocsin("check", "tcp", "--port", port, "--targets", tmp_path / "absent")
    assert status == 1 and "absent" in errors


def test_table_and_summary(tocsin, target):
    port = target("Tcp").port
    _, out, _ = tocsin("check", "tcp", f"127.0.0.1:{port}", f"localhost:{port}")
    assert out.count("up ") == 2 and out.splitlines()[-1] == "2 targets: 2 up, 0 degraded, 0 down, 0 unknown"


def test_help_and_version(tocsin):
    for args in (("--help",), ("check", "--help"), ("kinds", "--help")):
        status, out, _ = tocsin(*args)
        assert status == 0 and "usage" in out and "example" in out
    assert tocsin("--version")[1].startswith("tocsin ")


def test_kinds_as_json(tocsin):
    kinds = {k["name"]: k for k in json.loads(tocsin("kinds", "--json")[1])["checks"]}
    assert set(kinds) >= {"icmp", "tcp", "http", "tls", "dns", "heartbeat", "self"}
    assert kinds["heartbeat"]["passive"] and kinds["self"]["internal"]
    for kind in kinds.values():
        for p in kind["params"]:
            assert p["help"].endswith(".") and p["type"] in ("string", "integer", "number", "boolean", "enum", "map", "list")
            assert (p["type"] == "enum") == (p["choices"] is not None)
    params = {p["name"]: p for p in kinds["http"]["params"]}
    assert params["port"]["default"] == 0 and params["verify"]["default"] is True and params["method"]["default"] == "GET"
