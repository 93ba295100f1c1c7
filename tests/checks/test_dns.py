"""dns against a name server of our own."""
import socket
import struct
import threading

import pytest

from network import isolated, own_resolv_conf

RECORDS = {
    ("www.example.test", "A"): ["192.0.2.1", "192.0.2.2"],
    ("www.example.test", "AAAA"): ["2001:db8::1"],
    ("example.test", "MX"): ["10 mx.example.test"],
    ("example.test", "TXT"): ["v=spf1 -all"],
    ("example.test", "NS"): ["ns1.example.test"],
    ("alias.example.test", "CNAME"): ["www.example.test"],
    ("empty.example.test", "TXT"): ["only text"],
    ("1.2.0.192.in-addr.arpa", "PTR"): ["www.example.test"],
}


@pytest.fixture
def server(target):
    s = target("Dns", RECORDS)
    s.TYPES = {**s.TYPES, "PTR": 12}
    return s


@pytest.mark.parametrize("query,record,expect,want", [
    ("www.example.test", "A", "", ("up", None)),
    ("WWW.Example.Test.", "A", "192.0.2.2", ("up", None)),
    ("www.example.test", "A", "192.0.2.3", ("down", "answer_mismatch")),
    ("www.example.test", "AAAA", "2001:DB8:0::1", ("up", None)),
    ("example.test", "MX", "10 MX.example.test.", ("up", None)),
    ("example.test", "TXT", "v=spf1 -all", ("up", None)),
    ("example.test", "NS", "ns1.example.test", ("up", None)),
    ("alias.example.test", "CNAME", "www.example.test", ("up", None)),
    ("192.0.2.1", "PTR", "www.example.test", ("up", None)),
    ("nowhere.example.test", "A", "", ("down", "nxdomain")),
    ("empty.example.test", "A", "", ("down", "no_answer")),
])
def test_verdicts(check, server, query, record, expect, want):
    a = check("dns", "127.0.0.1", port=server.port, query=query, params={"record": record, "expect": expect})
    assert a.brief == want
    assert a["details"]["rcode"] in ("NOERROR", "NXDOMAIN") and a["details"]["server"] == "127.0.0.1"


def test_named_resolver_instead_of_the_host(check, server):
    a = check("dns", "192.0.2.99", query="www.example.test", params={"resolver": f"127.0.0.1:{server.port}"})
    assert a.brief == ("up", None) and "192.0.2.1" in a["message"]


def test_silence_refusal_and_a_lost_packet(check, server, target):
    closed = target("Dns")
    closed.stop()
    a = check("dns", "127.0.0.1", port=closed.port, query="a.test")
    assert a.brief == ("down", "connection_refused")
    server.silent = True
    a = check("dns", "127.0.0.1", port=server.port, query="a.test", timeout_ms=500)
    assert a.brief == ("down", "timeout")
    answer, server.silent, lost = server.answer, False, []

    def losing(packet):
        lost.append(packet)
        return answer(packet) if len(lost) > 1 else b"lost"
    server.answer = losing
    a = check("dns", "127.0.0.1", port=server.port, query="www.example.test", timeout_ms=4000)
    assert a.brief == ("up", None) and a["latency_ms"] >= 900 and len(lost) == 2


@pytest.mark.parametrize("spoil,want", [
    (lambda p: p[:2] + b"\x81\x82" + p[4:], "servfail"), (lambda p: p[:2] + b"\x81\x85" + p[4:], "refused"),
    (lambda p: p[:20], "bad_answer"), (lambda p: p[:40] + b"\xff" * 20, "bad_answer"),
    (lambda p: p[:12] + b"\x03xxx" + p[16:], "bad_answer"),
])
def test_bad_answers(check, server, spoil, want):
    answer = server.answer
    server.answer = lambda packet: spoil(answer(packet))
    assert check("dns", "127.0.0.1", port=server.port, query="www.example.test").brief == ("down", want)


@pytest.mark.parametrize("code", [1, 4])
@pytest.mark.parametrize("whole", [True, False])
def test_a_server_that_does_not_know_edns_is_asked_without(check, server, code, whole):
    answer, asked = server.answer, []

    def old(packet):
        asked.append(packet[11])
        if packet[11] == 0:
            return answer(packet)
        return packet[:2] + bytes([0x81, 0x80 | code]) + (b"\0\1" + bytes(6) + packet[12:-11] if whole else bytes(8))
    server.answer = old
    a = check("dns", "127.0.0.1", port=server.port, query="www.example.test", expect="192.0.2.1")
    assert a.brief == ("up", None) and asked == [1, 0] and a["details"]["edns"] is False
    server.answer = answer
    assert check("dns", "127.0.0.1", port=server.port, query="www.example.test")["details"]["edns"] is True


@pytest.mark.parametrize("code,want", [(1, "formerr"), (4, "notimp")])
def test_a_server_that_refuses_all_is_asked_twice(check, server, code, want):
    asked = []

    def refusing(packet):
        asked.append(packet)
        return packet[:2] + bytes([0x81, 0x80 | code]) + bytes(8)
    server.answer = refusing
    assert check("dns", "127.0.0.1", port=server.port, query="www.example.test").brief == ("down", want)
    assert len(asked) == 2 and len(asked[0]) == len(asked[1]) + 11


def test_answers_to_other_questions_are_ignored(check, server):
    answer = server.answer
    server.answer = lambda packet: bytes([packet[0] ^ 1]) + answer(packet)[1:]
    a = check("dns", "127.0.0.1", port=server.port, query="www.example.test", timeout_ms=400)
    assert a.brief == ("down", "timeout")


def test_cut_answers_are_asked_for_again_over_tcp(check, server):
    full, listener = server.answer, socket.create_server(("127.0.0.1", server.port))

    def serve():
        peer, _ = listener.accept()
        length = struct.unpack(">H", peer.recv(2))[0]
        reply = full(peer.recv(length))
        message = struct.pack(">H", len(reply)) + reply
        peer.sendall(message[:5])
        peer.sendall(message[5:])
        peer.close()
    threading.Thread(target=serve, daemon=True).start()
    server.answer = lambda packet: full(packet)[:2] + b"\x83\x80" + full(packet)[4:6] + b"\0\0" + full(packet)[8:12] + packet[12:]
    a = check("dns", "127.0.0.1", port=server.port, query="www.example.test", expect="192.0.2.2")
    listener.close()
    assert a.brief == ("up", None) and a["details"]["transport"] == "tcp" and a["details"]["answers"] == 2


def test_a_thousand_questions_at_once(check, server):
    answers = check("dns", *["127.0.0.1"] * 1000, port=server.port, query="www.example.test")
    assert all(a["status"] == "up" for a in answers)


@isolated
def test_resolv_conf_is_read_again_when_it_changes(tenant, target, tmp_path):
    """A machine that moves to another network: lookups that hang on the old server hold up nobody."""
    server = target("Dns", {("moved.example.test", "A"): ["127.0.0.1"]}, port=53)
    silent = target("Dns", address="127.0.0.2", port=53)
    silent.silent = True
    port, file = target("Tcp"), tmp_path / "resolv.conf"
    file.write_text("nameserver 127.0.0.2\n")
    own_resolv_conf(str(file))
    threading.Timer(1.5, lambda: file.write_text("nameserver 127.0.0.1\n")).start()
    answers = tenant("tcp", "moved.example.test", {"port": port.port}, allow=["127.0.0.0/8:*"], times=10, gap_ms=400, timeout_ms=600)
    assert answers[0].brief == ("unknown", "resolver_failed")
    assert answers[-1].brief == ("up", None), answers
    assert ("moved.example.test", "A") in server.asked
