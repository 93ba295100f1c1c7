"""A listener of the stream, over its unix socket or through the web server."""
import json
import socket
import threading
import time


class Listener:
    """Sends one request and reads events in a thread. `events` holds (name, data, id) in order of arrival, with the
    time of each in `times`; `status` and `body` are the answer's when it is a refusal."""

    def __init__(self, at, topics="hosts", key=None, token=None, last_id=None, read=True, headers=(), path="/api/v1/events"):
        family = socket.AF_UNIX if isinstance(at, str) else socket.AF_INET
        self.socket = socket.socket(family, socket.SOCK_STREAM)
        self.socket.settimeout(30)
        self.socket.connect(at)
        lines = [f"GET {path}?topics={topics} HTTP/1.1", "Host: localhost", "X-Request-Id: request-7", *headers]
        lines += [f"X-API-Key: {key}"] if key else []
        lines += [f"Authorization: Bearer {token}"] if token else []
        lines += [f"Last-Event-ID: {last_id}"] if last_id else []
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.events, self.times, self.raw, self.status, self.last_id = [], [], bytearray(), None, None
        self.ended, self.at = None, 0
        self.thread = threading.Thread(target=self.work, daemon=True)
        if read:
            self.thread.start()

    def work(self):
        rest, head, chunked, self.tail = b"", None, False, bytearray()
        try:
            while piece := self.socket.recv(65536):
                self.raw += piece
                rest += piece
                if head is None and b"\r\n\r\n" in rest:
                    head, rest = rest.split(b"\r\n\r\n", 1)
                    chunked = b"transfer-encoding: chunked" in head.lower()
                    self.head = head.decode()
                    self.status = int(head.split()[1])
                if chunked:
                    text, rest = self.unchunk(rest)
                    self.tail += text
                elif head is not None:
                    self.tail += rest
                    rest = b""
                *blocks, self.tail = self.tail.split(b"\n\n") if self.status == 200 else [self.tail]
                for block in blocks:
                    self.take(block.decode())
        except OSError:
            pass
        self.ended = time.monotonic()

    def unchunk(self, rest):
        text = b""
        while b"\r\n" in rest:
            size, after = rest.split(b"\r\n", 1)
            n = int(size, 16)
            if n == 0 or len(after) < n + 2:
                break
            text, rest = text + after[:n], after[n + 2:]
        return text, rest

    def take(self, block):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
        self.last_id = fields.get("id", self.last_id)
        if "event" in fields:
            self.events.append((fields["event"], json.loads(fields["data"]), fields.get("id")))
            self.times.append(time.monotonic())

    def wait(self, what, seconds=5, what_is="the event"):
        """The data of the first event, not waited for before, that fits: a name, or a function of (name, data)."""
        fits = (lambda name, data: name == what) if isinstance(what, str) else what
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            while self.at < len(self.events):
                name, data, _ = self.events[self.at]
                self.at += 1
                if fits(name, data):
                    return data
            time.sleep(0.005)
        raise AssertionError(f"no {what if isinstance(what, str) else what_is} in {seconds} s; came: {str(self.events[-5:])[-1500:]}")

    def opened(self, seconds=5):
        end = time.monotonic() + seconds
        while self.status is None and not self.ended and time.monotonic() < end:
            time.sleep(0.005)
        while self.status == 200 and self.last_id is None and time.monotonic() < end:
            time.sleep(0.005)
        assert self.status == 200, self.raw[-400:]
        return self

    def refusal(self, seconds=5):
        self.thread.join(seconds)
        assert self.status and self.status != 200, self.raw[-400:]
        return self.status, json.loads(self.tail)

    def bye(self, seconds):
        """The reason of the goodbye, and how long it took."""
        start = time.monotonic()
        reason = self.wait("bye", seconds)["reason"]
        self.thread.join(5)
        assert self.ended, "the connection goes on after the goodbye"
        return reason, time.monotonic() - start

    def names(self):
        return [name for name, _, _ in self.events]

    def close(self):
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.socket.close()
