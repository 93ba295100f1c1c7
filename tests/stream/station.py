"""A PostgreSQL, a stream, and the rows people and checkers would have made."""
import base64
import hashlib
import hmac
import json
import os
import secrets
import signal
import time

from harness.servers import Servers
from harness.wait import until

from .listener import Listener


def part(value):
    raw = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Tenant:
    def __init__(self, station, slug):
        self.station, self.slug = station, slug
        self.id = station.sql("INSERT INTO tenant (slug, name) VALUES (%s, %s) RETURNING tenant_id", slug, slug)[0][0]
        self.secret_words = {}
        self.key = self.make_key()

    def make_key(self, role="owner", scopes=None, cidrs=None, made_by=None):
        secret = secrets.token_urlsafe(32)
        number = self.station.sql(
            """INSERT INTO api_key (tenant_id, name, prefix, hash, role, scopes, cidrs, created_by)
               VALUES (%s, 'k', 'k', %s, %s, %s, %s::cidr[], %s) RETURNING id""",
            self.id, hashlib.sha256(secret.encode()).digest(), role, scopes, cidrs, made_by)[0][0]
        text = f"tsk_{self.id}_{number}_{secret}"
        self.secret_words[text] = number
        return text

    def account(self, role="viewer", name=None):
        return self.station.sql(
            "INSERT INTO account (tenant_id, email, name, role, status) VALUES (%s, %s, 'P', %s, 'active') RETURNING id",
            self.id, f"{name or secrets.token_hex(4)}@{self.slug}.test", role)[0][0]

    def session(self, account):
        return self.station.sql(
            """INSERT INTO session (tenant_id, account_id, expires_at, idle_until)
               VALUES (%s, %s, now() + interval '1 day', now() + interval '1 day') RETURNING id""", self.id, account)[0][0]

    def host(self, name=None):
        return self.station.sql("INSERT INTO host (tenant_id, name, address) VALUES (%s, %s, '10.0.0.1') RETURNING id",
                                self.id, name or secrets.token_hex(8))[0][0]

    def check(self, host, name=None):
        return self.station.sql(
            """INSERT INTO host_check (tenant_id, host_id, type, name, interval_s)
               VALUES (%s, %s, 'tcp', %s, 10) RETURNING id""", self.id, host, name or secrets.token_hex(8))[0][0]

    def state(self, check, status, before="up", ts=None, message="said"):
        """What a flush writes when a check changes."""
        self.station.sql(
            """WITH s AS (INSERT INTO check_state (tenant_id, check_id, status, reason, message, since, last_ts, latency_ms)
                   VALUES (%(t)s, %(c)s, %(s)s, 'r', %(m)s, now(), now(), 1.5)
                   ON CONFLICT (tenant_id, check_id) DO UPDATE SET status = excluded.status, message = excluded.message,
                       since = excluded.since, last_ts = excluded.last_ts)
               INSERT INTO check_event (tenant_id, check_id, ts, from_status, to_status, reason, message)
               VALUES (%(t)s, %(c)s, coalesce(%(ts)s, clock_timestamp()), %(b)s, %(s)s, 'r', %(m)s)""",
            {"t": self.id, "c": check, "s": status, "b": before, "m": message, "ts": ts})

    def job(self, **payload):
        return self.station.sql("INSERT INTO job (tenant_id, kind, payload) VALUES (%s, 'check_run', %s) RETURNING id",
                                self.id, json.dumps(payload))[0][0]


class Station:
    """Tenants a and b. There is no Redis at all: the stream needs none."""

    def __init__(self):
        self.servers = Servers(redis=False).start()
        os.makedirs(f"{self.servers.dir}/run/stream")
        self.jwt = secrets.token_bytes(32)
        self.servers.key("jwt_stream", self.jwt.hex())
        self.a, self.b = Tenant(self, "a"), Tenant(self, "b")
        self.socket = f"{self.servers.dir}/run/stream/stream.sock"
        self.listeners, self.child = [], None
        try:
            self.start()
        except BaseException:
            print(self.log())
            self.stop()
            raise

    def sql(self, text, *args):
        if len(args) == 1 and isinstance(args[0], dict):
            c = self.servers.connect()
            c.autocommit = True
            try:
                with c.cursor() as cursor:
                    cursor.execute(text, args[0])
                    return cursor.fetchall() if cursor.description else None
            finally:
                c.close()
        return self.servers.sql(text, *args)

    def start(self):
        self.child = self.servers.spawn("tocsin-stream")
        until(lambda: self.stats() is not None, what="the stream's row")

    def stats(self):
        rows = self.sql("SELECT stats FROM worker WHERE instance LIKE %s", f"stream-%-{self.child.pid}-%")
        return rows[0][0] if rows else None

    def token(self, tenant, account, session, life_s=600, **claims):
        now = int(time.time())
        body = {"iss": "tocsin", "aud": "tocsin-api", "sub": str(account), "tid": tenant.id, "sid": str(session),
                "jti": secrets.token_hex(16), "iat": now, "nbf": now, "exp": now + life_s, "amr": ["pwd"],
                "auth_time": now, **claims}
        head = {"alg": "HS256", "kid": hashlib.sha256(self.jwt).hexdigest()[:16], "typ": "JWT"}
        signed = f"{part(head)}.{part(body)}"
        return f"{signed}.{part(hmac.digest(self.jwt, signed.encode(), 'sha256'))}"

    def listen(self, topics="hosts", **more):
        one = Listener(self.socket, topics, **more)
        self.listeners.append(one)
        return one

    def log(self):
        with open(f"{self.servers.dir}/log/tocsin-stream.log", encoding="utf-8") as f:
            return f.read()

    def end(self, sig=signal.SIGTERM):
        self.child.send_signal(sig)
        return self.child.wait(15)

    def hang_up(self):
        for one in self.listeners:
            one.close()
        self.listeners = []

    def stop(self):
        self.hang_up()
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGCONT)
        self.servers.stop()
