"""Where things are, and free loopback ports."""
import os
import socket

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
BUILD = os.path.realpath(os.environ.get("TOCSIN_BUILD") or os.path.join(ROOT, "build"))
PG_BIN = "/usr/lib/postgresql/15/bin"
FIRST_PORT = int(os.environ.get("TOCSIN_TEST_PORT", "18700"))
_next = FIRST_PORT + os.getpid() % 40


def free_port():
    """A loopback port nothing listens on, from this run's block of ports."""
    global _next
    for _ in range(90):
        _next = FIRST_PORT + (_next + 1 - FIRST_PORT) % 90
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                s.bind(("127.0.0.1", _next))
                return _next
            except OSError:
                continue
    raise RuntimeError(f"no free port from {FIRST_PORT} on")
