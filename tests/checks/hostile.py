"""Web servers that misbehave, written on bare sockets."""
import gzip
import io

from harness.targets import Listener


def bomb(megabytes):
    """A gzip stream of that many MiB of zeros."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9) as z:
        for _ in range(megabytes):
            z.write(bytes(1 << 20))
    return out.getvalue()


class Raw(Listener):
    """Answers each connection by habit(self, peer, request); keeps the requests."""

    def __init__(self, habit, address="127.0.0.1", port=0):
        self.habit, self.requests = habit, []
        super().__init__(address, port, backlog=256)

    def talk(self, peer):
        request = b""
        while b"\r\n\r\n" not in request:
            more = peer.recv(65536)
            if not more:
                return
            request += more
        self.requests.append(request)
        self.habit(self, peer, request)


def says(data):
    """Sends these bytes and closes."""
    return lambda server, peer, request: peer.sendall(data)


def endless(head, piece):
    """Sends head, then piece for ever."""
    def habit(server, peer, request):
        peer.sendall(head)
        while not server.stopping.is_set():
            peer.sendall(piece)
    return habit


def drip(data, every_s=0.05):
    """Sends a byte at a time."""
    def habit(server, peer, request):
        for b in data:
            peer.sendall(bytes([b]))
            if server.stopping.wait(every_s):
                return
    return habit


def path_of(request):
    return request.split(b" ", 2)[1].decode("latin-1")


def redirects(targets, otherwise=b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nend"):
    """targets: path -> (status, location)."""
    def habit(server, peer, request):
        status, location = targets.get(path_of(request), (None, None))
        if status is None:
            peer.sendall(otherwise)
        else:
            peer.sendall(f"HTTP/1.1 {status} Moved\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode())
    return habit
