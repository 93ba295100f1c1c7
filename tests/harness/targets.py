"""Servers on loopback that do what monitored things do: answer, refuse, hang, reset, drip."""
import http.server
import socket
import struct
import threading

from .paths import free_port


def end_listening(listener):
    """Closes it also where a thread waits in accept(): close() alone would leave the port open."""
    try:
        listener.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    listener.close()


class Answer:
    """What an HTTP target says to one path."""

    def __init__(self, status=200, body=b"hello\n", headers=None, delay_s=0.0):
        self.status, self.body, self.headers, self.delay_s = status, body, headers or {}, delay_s


class Http:
    """An HTTP/1.1 server that can be stopped and started again on the same port.
    `answers` maps a path to an Answer or to a function of the request; `seen` is what was asked."""

    def __init__(self, address="127.0.0.1", port=0):
        self.address, self.port = address, port or free_port()
        self.answers, self.seen, self.server = {}, [], None
        self.start()

    @property
    def url(self):
        return f"http://{self.address}:{self.port}"

    def start(self):
        owner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                owner.seen.append((self.command, self.path, dict(self.headers), body))
                answer = owner.answers.get(self.path.split("?")[0], Answer())
                if callable(answer):
                    answer = answer(self)
                if answer is None:
                    return
                if answer.delay_s:
                    owner.stopping.wait(answer.delay_s)
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(answer.body)

            do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = handle_any

            def log_message(self, *_):
                pass

        self.stopping = threading.Event()
        http.server.ThreadingHTTPServer.allow_reuse_address = True
        self.server = http.server.ThreadingHTTPServer((self.address, self.port), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def stop(self):
        if self.server:
            self.stopping.set()
            self.server.shutdown()
            self.server.server_close()
            self.server = None


class Listener:
    """A TCP port; each connection goes to talk(peer) in a thread of its own and is closed after it."""

    def __init__(self, address="127.0.0.1", port=0, backlog=64):
        self.address, self.port = address, port or free_port()
        self.accepted, self.stopping = 0, threading.Event()
        self.listener = socket.create_server((address, self.port), backlog=backlog)
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            self.accepted += 1
            threading.Thread(target=self.treat, args=(peer,), daemon=True).start()

    def treat(self, peer):
        try:
            self.talk(peer)
        except OSError:
            pass
        finally:
            peer.close()

    def talk(self, peer):
        raise NotImplementedError

    def stop(self):
        self.stopping.set()
        end_listening(self.listener)


class Tcp(Listener):
    """A TCP port with one habit: accept, greet (sends `data`), reset, hang (accepts and is silent),
    drip (one byte of `data` every `every_s`), close."""

    def __init__(self, habit="accept", data=b"hello\r\n", every_s=0.2, address="127.0.0.1"):
        self.habit, self.data, self.every_s, self.open = habit, data, every_s, []
        super().__init__(address)

    def talk(self, peer):
        if self.habit == "reset":
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif self.habit == "greet":
            peer.sendall(self.data)
            peer.settimeout(2)
            peer.recv(4096)
        elif self.habit == "drip":
            for byte in self.data:
                peer.sendall(bytes([byte]))
                if self.stopping.wait(self.every_s):
                    break
        elif self.habit in ("hang", "accept"):
            self.open.append(peer)
            self.stopping.wait(3600 if self.habit == "hang" else 2)


class Full:
    """A TCP port whose backlog is full: a new connection gets no answer at all."""

    def __init__(self, address="127.0.0.1"):
        self.port, self.address = free_port(), address
        self.listener = socket.socket()
        self.listener.bind((address, self.port))
        self.listener.listen(0)
        self.fillers = []
        for _ in range(8):
            s = socket.socket()
            s.setblocking(False)
            s.connect_ex((address, self.port))
            self.fillers.append(s)

    def stop(self):
        for s in self.fillers + [self.listener]:
            s.close()


class Dns:
    """A name server on UDP. `records` maps (name, type) to a list of texts, or to a function giving it;
    a name that has no record at all is NXDOMAIN; `silent` gives no answer."""
    TYPES = {"A": 1, "NS": 2, "CNAME": 5, "MX": 15, "TXT": 16, "AAAA": 28}

    def __init__(self, records=None, address="127.0.0.1", port=None):
        self.records, self.address, self.port = records or {}, address, port or free_port()
        self.silent, self.asked, self.ttl = False, [], 0
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((address, self.port))
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                packet, peer = self.socket.recvfrom(4096)
            except OSError:
                return
            try:
                if not self.silent and len(packet) > 12:
                    self.socket.sendto(self.answer(packet), peer)
            except OSError:
                return

    @staticmethod
    def wire(name):
        return b"".join(bytes([len(p)]) + p.encode() for p in name.rstrip(".").split(".") if p) + b"\0"

    def data(self, kind, text):
        if kind == "A":
            return socket.inet_aton(text)
        if kind == "AAAA":
            return socket.inet_pton(socket.AF_INET6, text)
        if kind == "MX":
            rank, host = text.split()
            return struct.pack(">H", int(rank)) + self.wire(host)
        if kind == "TXT":
            raw = text.encode()
            return b"".join(bytes([len(raw[i:i + 255])]) + raw[i:i + 255] for i in range(0, max(len(raw), 1), 255))
        return self.wire(text)

    def answer(self, packet):
        at, labels = 12, []
        while packet[at]:
            labels.append(packet[at + 1:at + 1 + packet[at]].decode("latin-1").lower())
            at += 1 + packet[at]
        name, number = ".".join(labels), struct.unpack(">H", packet[at + 1:at + 3])[0]
        kind = next((k for k, v in self.TYPES.items() if v == number), str(number))
        self.asked.append((name, kind))
        texts = self.records.get((name, kind), [])
        texts = texts() if callable(texts) else texts
        known = any(n == name for n, _ in self.records)
        head = packet[:2] + struct.pack(">HHHHH", 0x8180 | (0 if known else 3), 1, len(texts), 0, 0)
        rows = b""
        for text in texts:
            data = self.data(kind, text)
            rows += b"\xc0\x0c" + struct.pack(">HHIH", number, 1, self.ttl, len(data)) + data
        return head + packet[12:at + 5] + rows

    def stop(self):
        end_listening(self.socket)
