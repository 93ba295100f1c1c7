"""What each process may do: uids, capabilities, networks, files."""
import grp
import os
import pwd
import shutil
import stat
import subprocess

import pytest

from harness.paths import BUILD
from harness.stack import Stack

USERS = {"postgres -D": "postgres", "redis-server": "redis", "tocsin-pinger": "tocsin-pinger", "tocsin-api": "tocsin-api",
         "tocsin-worker checker": "tocsin-checker", "tocsin-worker keeper": "tocsin-keeper", "nginx": "tocsin-nginx",
         "tocsin-stream": "tocsin-stream"}
NET_RAW, NET_BIND = 1 << 13, 1 << 10

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="uids of their own need root")


def status(pid, field):
    with open(f"/proc/{pid}/status", encoding="ascii") as f:
        return next(line.split(":")[1].split() for line in f if line.startswith(field + ":"))


def is_one_of(p, *kinds):
    """Whether the process is of one of these kinds, each some words of its command line."""
    return any(all(word in p.line for word in kind.split()) for kind in kinds)


def children(stack):
    return [p for p in stack.processes() if p.pid != stack.root_pid()]


def test_only_the_parent_is_root(stack):
    for p in children(stack):
        assert "0" not in status(p.pid, "Uid"), p
        assert "0" not in status(p.pid, "Gid"), p
        assert status(p.pid, "Groups") in ([], [status(p.pid, "Gid")[0]]), p


@pytest.mark.parametrize("kind", sorted(USERS))
def test_each_role_has_its_user(stack, kind):
    found = stack.processes(kind)
    assert found
    for p in found:
        if p.pid != stack.root_pid():
            assert pwd.getpwuid(int(status(p.pid, "Uid")[1])).pw_name == USERS[kind], p


def test_capabilities_are_gone_but_for_two(stack):
    for p in children(stack):
        allowed = NET_RAW if "tocsin-pinger" in p.line else NET_BIND if "nginx" in p.line else 0
        assert int(status(p.pid, "CapEff")[0], 16) & ~allowed == 0, p
        assert int(status(p.pid, "CapPrm")[0], 16) & ~allowed == 0, p
        assert status(p.pid, "NoNewPrivs") == ["1"], p


def test_only_three_have_a_network(stack):
    here = os.readlink("/proc/self/ns/net")
    for p in children(stack):
        reaches_out = is_one_of(p, "nginx", "tocsin-pinger", "tocsin-worker checker")
        assert (os.readlink(f"/proc/{p.pid}/ns/net") == here) == reaches_out, p


def test_no_core_dumps(stack):
    for p in children(stack):
        with open(f"/proc/{p.pid}/limits", encoding="ascii") as f:
            core = next(line for line in f if line.startswith("Max core"))
        assert core.split()[4:6] == ["0", "0"], p


def test_secrets_belong_to_their_readers(stack):
    for name in os.listdir(f"{stack.var}/keys"):
        s = os.stat(f"{stack.var}/keys/{name}")
        assert stat.S_IMODE(s.st_mode) == 0o400, name
        role = name.rsplit("_", 1)[1] if "_" in name else "api"
        owner = "root" if role == "operator" else f"tocsin-{role}"
        assert pwd.getpwuid(s.st_uid).pw_name == owner, name


def test_only_nginx_may_talk_to_the_api(stack):
    for pool in ("fast", "heavy", "auth", "ingest"):
        s = os.stat(f"{stack.var}/run/api/{pool}.sock")
        assert stat.S_IMODE(s.st_mode) == 0o660
        assert pwd.getpwuid(s.st_uid).pw_name == "tocsin-api"
        assert grp.getgrgid(s.st_gid).gr_name == "tocsin-nginx"


def test_servers_listen_on_unix_sockets_only(stack):
    listeners = set()
    for table in ("tcp", "tcp6", "udp", "udp6"):
        with open(f"/proc/net/{table}", encoding="ascii") as f:
            for line in list(f)[1:]:
                w = line.split()
                if table.startswith("udp") or w[3] == "0A":
                    listeners.add(w[9])
    for p in children(stack):
        if is_one_of(p, "nginx", "tocsin-pinger", "tocsin-worker checker"):
            continue
        held = {os.readlink(f"/proc/{p.pid}/fd/{n}") for n in os.listdir(f"/proc/{p.pid}/fd")}
        assert not {f"socket:[{i}]" for i in listeners} & held, p


# A password of another length is for PostgreSQL to refuse.
BAD_KEYS = [(name, fault) for name in ("jwt", "totp", "db_tocsin_api") for fault in ("missing", "empty", "short", "readable")
            if (name, fault) != ("db_tocsin_api", "short")]


@pytest.mark.parametrize("name, fault", BAD_KEYS)
def test_the_api_refuses_bad_keys(stack, tmp_path, name, fault):
    """AU-10: it ends with a reason that names the key, and nothing listens."""
    keys = tmp_path / "keys"
    shutil.copytree(f"{stack.var}/keys", keys)
    path = keys / name
    text = {"empty": "", "short": path.read_text()[:62]}.get(fault, path.read_text())
    path.unlink()
    if fault != "missing":
        path.write_text(text)
        path.chmod(0o644 if fault == "readable" else 0o400)
    conf = tmp_path / "tocsin.conf"
    with open(stack.conf, encoding="utf-8") as f:
        conf.write_text(f.read().replace(f"key_dir = {stack.var}/keys", f"key_dir = {keys}"))
    r = subprocess.run([f"{BUILD}/tocsin-api", "--config", str(conf), "--pool", "fast", "--listen", str(tmp_path / "s")],
                       stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20, check=False)
    assert r.returncode > 0
    assert name in r.stderr
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize("fault", ["short", "readable"])
def test_up_refuses_bad_keys(fault):
    s = Stack("keys").start()
    try:
        s.down()
        path = f"{s.var}/keys/jwt"
        if fault == "readable":
            os.chmod(path, 0o644)
        else:
            os.truncate(path, 62)
        with pytest.raises(RuntimeError) as refused:
            s.up()
        assert "keys/jwt" in str(refused.value)
        assert not os.path.exists(f"{s.var}/run/api/fast.sock")
    finally:
        s.stop()
