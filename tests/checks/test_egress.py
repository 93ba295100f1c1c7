"""The egress guard as a tenant meets it: cases SS-01 to SS-08, SS-11, SS-12."""
import os
import threading
import time

import pytest

from hostile import Raw, redirects
from network import ip, isolated

BLOCKED = {"blocked_target", "blocked_redirect", "bad_address", "network_unreachable"}
DENIED = ("127.0.0.1", "127.255.255.254", "0.0.0.0", "::1", "::", "localhost", "169.254.169.254", "fd00:ec2::254", "10.0.0.1",
          "172.16.0.1", "192.168.0.1", "100.64.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.0.192", "198.18.0.1",
          "fe80::1", "fc00::1", "ff02::1", "fec0::1", "2001:db8::1", "100.100.100.200")
DISGUISED = ("2130706433", "0x7f.1", "0177.0.0.1", "127.1", "\uff11\uff12\uff17.0.0.1", "127.0.0.1.", "localhost.", "017700000001",
             "0x7f000001", "127.0.0.1%lo", "fe80::1%lo", "127.0.0.1\\@example.org", "user@127.0.0.1")
EMBEDDED = ("::ffff:127.0.0.1", "::127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "64:ff9b:1:2::7f00:1",
            "2001:0:7f00:1::", "2001:0:808:808::80ff:fffe", "2a00:1450::5efe:7f00:1", "::ffff:0:127.0.0.1",
            "2002:a9fe:a9fe::", "::ffff:10.0.0.1")


@pytest.fixture
def sink(hostile):
    """A web server on all of loopback that must not be reached."""
    from hostile import says
    return hostile(says(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), address="0.0.0.0")


def kinds(host, port):
    """Every way out, aimed at host."""
    v6 = f"[{host}]" if ":" in host else host
    return [("tcp", host, {"port": port}), ("http", host, {"port": port}), ("tls", host, {"port": port}),
            ("http", "example.org", {"url": f"http://{v6}:{port}/"}), ("icmp", host, {}),
            ("dns", host, {"query": "a.test", "port": port}), ("dns", "example.org", {"query": "a.test", "resolver": v6})]


@pytest.mark.parametrize("host", DENIED + EMBEDDED)
@isolated
def test_ss01_ss03_denied_addresses(tenant, hostile, host):
    sink = Raw(None, address="0.0.0.0")
    env = {"TEST_RESOLVER": "127.0.0.1:9"}
    for kind, name, params in kinds(host, sink.port):
        a = tenant(kind, name, params, env=env, timeout_ms=1000)
        assert a.get("refused") == "invalid_value" or a["reason"] == "blocked_target", (kind, name, a)
    assert sink.accepted == 0
    sink.stop()


@pytest.mark.parametrize("host", DISGUISED)
def test_ss02_addresses_in_disguise(tenant, sink, host):
    for kind, name, params in kinds(host, sink.port):
        a = tenant(kind, name, params, timeout_ms=1000, allow=["127.0.0.0/8:*", "127.0.0.0/8:icmp"])
        assert a.get("refused") == "invalid_value" or a["reason"] == "bad_address", (kind, name, a)
    assert sink.accepted == 0


@pytest.mark.parametrize("url", [
    "http://user@127.0.0.1:{p}/", "http://user:pw@127.0.0.1:{p}/", "http://example.org@127.0.0.1:{p}/", "http:\\\\127.0.0.1:{p}/",
    "http://127.0.0.1\\@example.org:{p}/", "http://127.0.0.1:{p}\t/", "http://[::1%25lo]:{p}/", "http://[127.0.0.1]:{p}/",
    "http://127.0.0.1:0{p}/", "http:///127.0.0.1:{p}/", "http:127.0.0.1:{p}/", "//127.0.0.1:{p}/", "http://127.0.0.1 :{p}/",
    "file:///etc/passwd", "ftp://127.0.0.1:{p}/", "gopher://127.0.0.1:{p}/", "dict://127.0.0.1:{p}/", "ldap://127.0.0.1:{p}/",
    "scp://127.0.0.1:{p}/", "telnet://127.0.0.1:{p}/", "smb://127.0.0.1:{p}/", "unix:///run/x.sock", "javascript:alert(1)", "http://",
])
def test_ss07_addresses_that_are_no_plain_web_address(tenant, sink, url):
    a = tenant("http", "127.0.0.1", {"url": url.format(p=sink.port)}, allow=["127.0.0.0/8:*"])
    assert a["refused"] == "invalid_value" and a["field"] == "url" and sink.accepted == 0


@isolated
def test_ss04_rebinding_names(tenant):
    from harness.targets import Dns
    turn = [0]

    def alternating():
        turn[0] += 1
        return ["93.184.215.14"] if turn[0] % 2 else ["127.0.0.1"]
    sink = Raw(None, address="0.0.0.0")
    dns = Dns({("evil.test", "A"): alternating, ("evil.test", "AAAA"): []})
    answers = tenant("tcp", "evil.test", {"port": sink.port}, times=500, timeout_ms=1000,
                     env={"TEST_RESOLVER": f"127.0.0.1:{dns.port}"})
    assert {a["reason"] for a in answers} == {"blocked_target", "network_unreachable"} and sink.accepted == 0
    sink.stop()
    dns.stop()


@isolated
def test_ss05_one_denied_answer_blocks_the_name(tenant):
    from harness.targets import Dns
    ip("addr", "add", "93.184.215.14/32", "dev", "lo")
    sink = Raw(None, address="0.0.0.0")
    dns = Dns({("mixed.test", "A"): ["93.184.215.14", "127.0.0.1"], ("six.test", "A"): ["93.184.215.14"],
               ("six.test", "AAAA"): ["::ffff:10.0.0.1"], ("fine.test", "A"): ["93.184.215.14"]})
    env, allow = {"TEST_RESOLVER": f"127.0.0.1:{dns.port}"}, [f"93.184.215.14/32:{sink.port}"]
    for name in ("mixed.test", "six.test"):
        for kind in ("tcp", "http", "tls"):
            assert tenant(kind, name, {"port": sink.port}, allow=allow, env=env)["reason"] == "blocked_target"
    assert sink.accepted == 0
    assert tenant("tcp", "fine.test", {"port": sink.port}, allow=allow, env=env)["status"] == "up"
    sink.stop()
    dns.stop()


def test_ss06_redirects_are_judged_anew(tenant, hostile, sink):
    bad = {"/meta": "http://169.254.169.254/latest/", "/file": "file:///etc/passwd", "/gopher": "gopher://127.0.0.1:25/",
           "/own": f"http://127.0.0.1:{sink.port}/", "/user": f"http://u:p@127.0.0.1:{sink.port}/", "/int": "http://2130706433/",
           "/v6": f"http://[::ffff:127.0.0.1]:{sink.port}/", "/name": f"http://localhost:{sink.port}/"}
    server = hostile(redirects({**{k: (302, v) for k, v in bad.items()}, **{f"/{n}": (302, f"/{n + 1}") for n in range(10)}}))
    allow = [f"127.0.0.1/32:{server.port}"]
    for path in bad:
        a = tenant("http", "127.0.0.1", {"port": server.port, "path": path}, allow=allow)
        assert a["reason"] == "blocked_redirect" and a["status"] != "up", (path, a)
    assert sink.accepted == 0
    server.requests.clear()
    a = tenant("http", "127.0.0.1", {"port": server.port, "path": "/0"}, allow=allow)
    assert a["reason"] == "blocked_redirect" and len(server.requests) == 4


@isolated
def test_ss08_own_addresses_also_those_added_while_running(tenant):
    sink = Raw(None, address="0.0.0.0")
    ip("addr", "add", "93.184.215.14/32", "dev", "lo")
    assert tenant("tcp", "93.184.215.14", {"port": sink.port})["reason"] == "blocked_target"
    timer = threading.Timer(1, lambda: None)
    added = []

    def add():
        time.sleep(1)
        ip_in_here = os.open(f"/proc/{os.getpid()}/task/{tid}/ns/net", os.O_RDONLY)
        import ctypes
        assert ctypes.CDLL(None).setns(ip_in_here, 0) == 0
        os.close(ip_in_here)
        ip("addr", "add", "93.184.215.15/32", "dev", "lo")
        added.append(time.monotonic())
    tid = threading.get_native_id()
    thread = threading.Thread(target=add)
    thread.start()
    answers = tenant("tcp", "93.184.215.15", {"port": sink.port}, times=46, gap_ms=400, timeout_ms=300)
    thread.join()
    timer.cancel()
    assert answers[0]["reason"] == "network_unreachable" and answers[-1]["reason"] == "blocked_target" and added
    sink.stop()


@isolated
def test_ss11_list_of_networks_and_ports(tenant):
    for address in ("10.0.5.9/32", "10.0.6.1/32"):
        ip("addr", "add", address, "dev", "lo")
    sinks = [Raw(None, address="0.0.0.0", port=p) for p in (80, 81)]
    allow = ["10.0.5.0/24:80"]
    assert tenant("tcp", "10.0.5.9", {"port": 80}, allow=allow)["status"] == "up"
    assert tenant("tcp", "::ffff:10.0.5.9", {"port": 80}, allow=allow)["reason"] != "blocked_target"
    for host, port in (("10.0.5.9", 81), ("10.0.6.1", 80)):
        assert tenant("tcp", host, {"port": port}, allow=allow)["reason"] == "blocked_target"
    assert tenant("icmp", "10.0.5.9", allow=allow)["reason"] == "blocked_target"
    assert tenant("icmp", "10.0.5.9", allow=["10.0.5.0/24:icmp"])["status"] == "up"
    assert tenant("tcp", "10.0.5.9", {"port": 80}, allow=["10.0.5.0/24:icmp"])["reason"] == "blocked_target"
    assert tenant("tcp", "10.0.5.9", {"port": 80})["reason"] == "blocked_target"
    assert tenant("tcp", "169.254.169.254", {"port": 80}, allow=["0.0.0.0/0:*"])["reason"] == "blocked_target"
    assert tenant("http", "fd00:ec2::254", {}, allow=["::/0:*"])["reason"] == "blocked_target"
    for s in sinks:
        s.stop()


def test_ss12_credentials_stay_with_their_origin(tenant, hostile):
    from hostile import says
    other = hostile(says(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
    proxy = hostile(says(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
    first = hostile(redirects({"/": (307, f"http://127.0.0.1:{other.port}/there"), "/same": (302, "/here")}))
    headers = {"Authorization": "Bearer canary", "X-Secret": "canary", "Cookie": "a=canary"}
    env = {n: f"http://127.0.0.1:{proxy.port}" for n in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY")}
    params = {"port": first.port, "method": "POST", "body": "canary", "headers": headers}
    a = tenant("http", "127.0.0.1", params, allow=["127.0.0.0/8:*"], env=env)
    assert a["status"] == "up" and b"canary" in first.requests[0]
    assert len(other.requests) == 1 and b"canary" not in other.requests[0] and other.requests[0].startswith(b"GET /there ")
    tenant("http", "127.0.0.1", {**params, "path": "/same"}, allow=["127.0.0.0/8:*"], env=env)
    assert b"Authorization: Bearer canary" in first.requests[-1]
    assert proxy.accepted == 0


def test_no_resolver_is_our_own_failure(tenant):
    a = tenant("tcp", "name.test", {"port": 80}, env={"TEST_RESOLVER": "127.0.0.1:9"}, timeout_ms=1500)
    assert a.brief == ("unknown", "resolver_failed")
