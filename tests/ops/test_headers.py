"""OP-07: the security headers stand on every answer, whoever gives it; what the web server refuses."""
import re
import socket
import time

import pytest
import requests

from harness.wait import until

ALWAYS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
          "Cross-Origin-Resource-Policy": "same-origin"}
NEVER = ("unsafe-inline", "unsafe-eval", "*", "http:")


def csp(answer):
    return {words[0]: words[1:] for words in (part.split() for part in answer.headers["Content-Security-Policy"].split(";"))}


def check(answer):
    for name, value in ALWAYS.items():
        assert answer.headers[name] == value, (answer.status_code, name)
    policy = csp(answer)
    assert policy["default-src"] == ["'none'"] and policy["frame-ancestors"] == ["'none'"] and policy["base-uri"] == ["'none'"]
    assert not [word for words in policy.values() for word in words if word in NEVER]
    assert answer.headers["X-Request-Id"]
    assert "/" not in answer.headers["Server"]
    return answer


def raw(stack, text):
    """The head and body of the answer to exactly these bytes."""
    with socket.create_connection(("127.0.0.1", stack.port), timeout=15) as s:
        s.sendall(text.encode())
        got = b""
        while chunk := s.recv(65536):
            got += chunk
    return got.decode(errors="replace")


@pytest.mark.parametrize("path, status", [
    ("/", 200), ("/hosts/1", 200), ("/assets/absent.js", 404), ("/api/v1/health", 200), ("/api/v1/hosts", 401),
    ("/api/v1/absent", 404), ("/problem/503", 404), ("/index.html", 404),
    ("/metrics", 404)])
def test_headers_on(stack, path, status):
    assert check(requests.get(stack.url + path, timeout=5)).status_code == status


def test_headers_on_wrong_method(stack):
    answer = check(requests.post(stack.url + "/favicon.svg", timeout=5))
    assert answer.status_code == 405 and answer.headers["Allow"]
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_headers_on_too_large(stack):
    answer = check(requests.post(stack.url + "/api/v1/auth/login", data=b"x" * (1 << 20) + b"x", timeout=10))
    assert answer.status_code == 413
    assert answer.json()["status"] == 413


def test_headers_when_the_api_is_away(fresh_stack):
    fresh_stack.kill("tocsin-api")
    answers = []

    def away():
        answers.append(requests.get(fresh_stack.url + "/api/v1/health", timeout=20))
        return answers[-1].status_code == 503 or len(answers) > 3
    until(away, 5, what="an answer while the API is away")
    for answer in answers:
        check(answer)
        if answer.status_code == 503:
            assert answer.headers["Retry-After"].isdigit()
            assert answer.json()["code"] == "unavailable"


def test_page_has_a_nonce_of_its_own(stack):
    pages = [check(requests.get(stack.url + "/", timeout=5)) for _ in range(2)]
    nonces = [re.search(r'name="csp-nonce" content="([0-9a-f]{32})"', p.text)[1] for p in pages]
    assert nonces[0] != nonces[1]
    for page, nonce in zip(pages, nonces):
        assert csp(page)["style-src"] == ["'self'", f"'nonce-{nonce}'"]
        assert csp(page)["require-trusted-types-for"] == ["'script'"]
        assert page.headers["Cache-Control"] == "no-store"
        assert "__CSP_NONCE__" not in page.text


def test_assets_are_kept_and_compressed(stack):
    name = re.search(r'"(/assets/[^"]+\.js)"', requests.get(stack.url + "/", timeout=5).text)[1]
    answer = check(requests.get(stack.url + name, timeout=5))
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("head", [
    "GET /api/v1/hosts HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer x\r\nAuthorization: Bearer y\r\nConnection: close\r\n\r\n",
    "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n",
    "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\nConnection: close\r\n\r\nabcd",
    "GET /api/v1/hosts HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
    "GET /api/v1/hosts HTTP/1.1\r\nConnection: close\r\n\r\n",
    "GET /../etc/passwd HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "GET / HTTP/9.9\r\nHost: a\r\nConnection: close\r\n\r\n",
    "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\nConnection: close\r\n\r\n",
    "G\x01T / HTTP/1.1\r\nHost: a\r\n\r\n"])
def test_ambiguous_requests_are_refused(stack, head):
    answer = raw(stack, head)
    assert answer.startswith("HTTP/1.1 400 "), answer[:200]
    assert "Content-Security-Policy:" in answer


def test_a_proxy_header_reaches_nobody(stack):
    assert requests.get(stack.url + "/api/v1/health", headers={"Proxy": "http://127.0.0.1:1"}, timeout=5).status_code == 200


def test_slow_heads_are_cut(stack):
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", stack.port), timeout=20) as s:
        s.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n")
        try:
            assert s.recv(1000) == b""
        except ConnectionResetError:
            pass
    assert 9 < time.monotonic() - began < 15


def test_push_tokens_and_queries_reach_no_log(stack):
    canary = "canary0123456789abcdef"
    requests.get(f"{stack.url}/api/v1/push/{canary}?msg={canary}", timeout=5)
    requests.get(f"{stack.url}/api/v1/%70ush/{canary}", timeout=5)
    requests.get(f"{stack.url}/api/v1/hosts?q={canary}", timeout=5)
    access = f"{stack.var}/log/nginx/access.log"
    until(lambda: open(access, encoding="utf-8").read().count("/api/v1/push/...") >= 2, 10, what="the access log")
    assert canary not in open(access, encoding="utf-8").read()
