"""tls, and https, against an nginx with certificates of every sort."""
import datetime
import os
import subprocess

import pytest

from certificates import Authority
from harness.paths import free_port
from harness.wait import until


def day(offset):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=offset)).strftime("%Y%m%d%H%M%SZ")


def leaves(a):
    return {
        "valid": a.leaf("valid", day(-1), day(90)),
        "expiring": a.leaf("expiring", day(-80), day(5.5)),
        "expired": a.leaf("expired", day(-90), day(-2)),
        "early": a.leaf("early", day(2), day(90)),
        "wrong": a.leaf("wrong", day(-1), day(90), names=("DNS:other.example",)),
        "self": a.self_signed("self"),
    }


@pytest.fixture(scope="module")
def nginx(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    os.chmod(folder, 0o755)
    authority = Authority(folder)
    stranger = tmp_path_factory.mktemp("stranger")
    pairs = {**leaves(authority), "untrusted": Authority(stranger).leaf("untrusted", day(-1), day(90))}
    ports, servers = {}, ""
    for name, (pem, key) in pairs.items():
        ports[name] = free_port()
        servers += (f"server {{ listen 127.0.0.1:{ports[name]} ssl; ssl_certificate {pem}; ssl_certificate_key {key};"
                    f" location / {{ return 200 \"secret ok\"; }} }}\n")
    temp = "".join(f"{k}_temp_path {folder}/{k};\n" for k in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    with open(folder / "nginx.conf", "w", encoding="ascii") as f:
        f.write(f"daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;"
                f"events {{}} http {{ access_log {folder}/access.log; {temp} {servers} }}")
    p = subprocess.Popen(["/usr/sbin/nginx", "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"])
    until(lambda: os.path.exists(folder / "pid") and subprocess.run(
        ["bash", "-c", f"exec 3<>/dev/tcp/127.0.0.1/{ports['valid']}"], capture_output=True, check=False).returncode == 0)
    yield {"ports": ports, "ca": authority.ca, "log": folder / "access.log"}
    p.terminate()
    p.wait()


WANT = {
    "valid": ("up", None), "expiring": ("degraded", "expires_soon"), "expired": ("down", "expired"),
    "early": ("down", "not_yet_valid"), "wrong": ("down", "name_mismatch"), "self": ("down", "self_signed"),
    "untrusted": ("down", "untrusted"),
}


@pytest.mark.parametrize("name", WANT)
def test_reasons_are_told_apart(check, nginx, name):
    a = check("tls", f"127.0.0.1:{nginx['ports'][name]}", ca_file=nginx["ca"])
    assert a.brief == WANT[name]
    assert "subject" in a["details"] and "issuer" in a["details"] and len(a["details"]["sha256"]) == 64


@pytest.mark.parametrize("name", WANT)
def test_https_sends_nothing_to_whom_it_cannot_believe(check, nginx, name):
    before = open(nginx["log"], encoding="ascii").read().count("\n")
    a = check("https", f"127.0.0.1:{nginx['ports'][name]}", ca_file=nginx["ca"], expect="secret ok",
              params={"certificate_days": 14})
    assert a.brief == WANT[name]
    until(lambda: open(nginx["log"], encoding="ascii").read().count("\n") == before + (name in ("valid", "expiring")))


def test_verify_off_only_leaves_the_dates(check, nginx):
    off = {"verify": False}
    for name in ("wrong", "self", "untrusted", "valid"):
        assert check("tls", f"127.0.0.1:{nginx['ports'][name]}", params=off).brief == ("up", None)
        assert check("https", f"127.0.0.1:{nginx['ports'][name]}", params=off).brief == ("up", None)
    assert check("tls", f"127.0.0.1:{nginx['ports']['expired']}", params=off).brief == ("down", "expired")


def test_thresholds_and_facts(check, nginx):
    at = f"127.0.0.1:{nginx['ports']['expiring']}"
    assert check("tls", at, ca_file=nginx["ca"], params={"degraded_days": 3}).brief == ("up", None)
    a = check("tls", at, ca_file=nginx["ca"], params={"down_days": 10})
    assert a.brief == ("down", "expires_soon") and a["details"]["days_left"] == 5
    assert a["details"]["protocol"].startswith("TLSv1") and a["details"]["tls_ms"] > 0


def test_name_to_expect(check, nginx):
    at = f"127.0.0.1:{nginx['ports']['wrong']}"
    assert check("tls", at, ca_file=nginx["ca"], server_name="other.example").brief == ("up", None)
    assert check("https", at, ca_file=nginx["ca"], server_name="other.example").brief == ("up", None)


def test_what_is_not_tls(check, target, nginx):
    plain, hang = target("Http"), target("Tcp", habit="hang")
    assert check("tls", f"127.0.0.1:{plain.port}").brief == ("down", "tls_handshake")
    assert check("tls", f"127.0.0.1:{hang.port}", timeout_ms=300).brief == ("down", "timeout")
    assert check("http", f"127.0.0.1:{nginx['ports']['valid']}")["status"] == "down"
