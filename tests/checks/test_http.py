"""http and https against servers that behave."""
import gzip
import json

import pytest

from harness.targets import Answer as Say
from hostile import redirects, says

OK = {"text": "hello"}


@pytest.mark.parametrize("params,path,say,want", [
    ({}, "/", Say(), ("up", None)),
    ({}, "/", Say(status=404), ("down", "bad_status")),
    ({"status": "404"}, "/", Say(status=404), ("up", None)),
    ({"status": "200-299,500"}, "/", Say(status=500), ("up", None)),
    ({"status": "200,204"}, "/", Say(status=201), ("down", "bad_status")),
    ({"text": "hello"}, "/", Say(), ("up", None)),
    ({"text": "goodbye"}, "/", Say(), ("down", "text_missing")),
    ({"text_absent": "hello"}, "/", Say(), ("down", "text_present")),
    ({"text_absent": "goodbye"}, "/", Say(), ("up", None)),
    ({"text": "needle", "path": "/deep?x=1"}, "/deep", Say(body=b"x" * 200000 + b"needle"), ("up", None)),
    ({"text": "hello"}, "/", Say(body=gzip.compress(b"well, hello"), headers={"Content-Encoding": "gzip"}), ("up", None)),
    ({"method": "HEAD"}, "/", Say(), ("up", None)),
    ({"degraded_ms": 50}, "/", Say(delay_s=0.2), ("degraded", "slow")),
])
def test_verdicts(check, target, params, path, say, want):
    server = target("Http")
    server.answers[path] = say
    assert check("http", "127.0.0.1", params={"port": server.port, **params}).brief == want


def test_request_is_what_was_asked_for(check, target):
    server = target("Http")
    a = check("http", f"{server.url}/a%20b?c=d", params={"method": "PUT", "headers": {"X-One": "1", "User-Agent": "me"},
                                                         "body": "payload"})
    method, path, headers, body = server.seen[0]
    assert (a["status"], method, path, body) == ("up", "PUT", "/a%20b?c=d", b"payload")
    assert headers["X-One"] == "1" and headers["User-Agent"] == "me" and headers["Connection"] == "close"
    assert headers["Host"] == f"127.0.0.1:{server.port}" and headers["Content-Length"] == "7"


def test_details_split_the_time(check, target):
    server = target("Http")
    server.answers["/"] = Say(delay_s=0.1)
    a = check("http", f"localhost:{server.port}")
    d = a["details"]
    assert d["status"] == 200 and d["body_bytes"] == 6 and d["redirects"] == 0
    assert d["first_byte_ms"] >= 100 and d["connect_ms"] < 100 and d["dns_ms"] >= 0
    assert a["latency_ms"] >= d["first_byte_ms"] and abs(a["latency_ms"] - d["total_ms"]) < 5


def test_redirects_are_followed_three_times_at_most(check, hostile):
    server = hostile(redirects({f"/{n}": (302, f"/{n + 1}") for n in range(10)}))
    at = f"http://127.0.0.1:{server.port}"
    assert check("http", f"{at}/7").brief == ("up", None)
    a = check("http", f"{at}/0")
    assert a.brief == ("down", "blocked_redirect") and len(server.requests) == 4 + 4
    server.requests.clear()
    a = check("http", f"{at}/0", params={"redirects": 0})
    assert a.brief == ("up", None) and a["details"]["status"] == 302 and len(server.requests) == 1


@pytest.mark.parametrize("status,method", [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")])
def test_method_and_body_are_repeated_only_where_they_may(check, hostile, status, method):
    server = hostile(redirects({"/": (status, "/next")}))
    check("http", f"http://127.0.0.1:{server.port}/", params={"method": "POST", "body": "b"})
    first, second = server.requests
    assert first.startswith(b"POST / ") and second.startswith(method.encode() + b" /next ")
    assert (b"Content-Length: 1" in second) == (method == "POST")


@pytest.mark.parametrize("location,lands", [
    ("next", b"GET /a/next "), ("/top?x", b"GET /top?x "), ("?q=1", b"GET /a/b?q=1 "), ("next#part", b"GET /a/next "),
])
def test_relative_redirects(check, hostile, location, lands):
    server = hostile(redirects({"/a/b": (302, location)}))
    assert check("http", f"http://127.0.0.1:{server.port}/a/b")["status"] == "up"
    assert server.requests[1].startswith(lands)


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize("answer,want", [
    (CHUNKED + b"3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nTrailer: x\r\n\r\n", ("up", None)),
    (CHUNKED + b"3\r\nhel\r\n2\r\n", ("down", "truncated")),
    (CHUNKED + b"3\r\nhelXX\r\n", ("down", "bad_response")),
    (CHUNKED + b"zz\r\n", ("down", "bad_response")),
    (b"HTTP/1.0 200 OK\r\n\r\nhello", ("up", None)),
    (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", ("up", None)),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello", ("down", "truncated")),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", ("down", "bad_response")),
    (b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello", ("down", "bad_response")),
    (b"HTTP/1.1 200 OK\nContent-Length: 5\n\nhello", ("up", None)),
    (b"SSH-2.0-OpenSSH_9.2\r\n", ("down", "bad_response")),
    (b"", ("down", "truncated")),
    (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello", ("down", "bad_encoding")),
])
def test_framing(check, hostile, answer, want):
    server = hostile(says(answer))
    assert check("http", f"127.0.0.1:{server.port}", params=OK, timeout_ms=2000).brief == want


@pytest.mark.parametrize("params,field", [
    ({"status": "2xx"}, "status"), ({"status": "99"}, "status"), ({"status": "300-200"}, "status"),
    ({"headers": {"A\r\nB": "x"}}, "header"), ({"headers": {"A": "x\r\nB: y"}}, "control"),
    ({"headers": {"Transfer-Encoding": "chunked"}}, "Transfer-Encoding"), ({"path": "nope"}, "path"),
    ({"path": "/a b"}, "path"), ({"port": 70000}, "port"), ({"method": "TRACE"}, "method"), ({"nonsense": 1}, "nonsense"),
    ({"redirects": 4}, "redirects"), ({"verify": "yes"}, "verify"), ({"url": "http://a/", "port": 80}, "url"),
    ({"server_name": "a/b"}, "host name"), ({"port": 80.5}, "port"), ({"url": None}, "url"),
])
def test_bad_parameters_are_named(tocsin, params, field):
    status, out, errors = tocsin("check", "http", "127.0.0.1", "--params", json.dumps(params))
    assert status == 2 and not out and field in errors


def test_hanging_refusing_and_resetting(check, target):
    hang, reset = target("Tcp", habit="hang"), target("Tcp", habit="reset")
    a = check("http", f"127.0.0.1:{hang.port}", timeout_ms=400)
    assert a.brief == ("down", "timeout") and a["details"]["total_ms"] < 900
    assert check("http", f"127.0.0.1:{reset.port}").brief[0] == "down"
    hang.stop()
    assert check("http", f"127.0.0.1:{hang.port}").brief == ("down", "connection_refused")
