"""The API alone: PostgreSQL, Redis, the four pools and an nginx that passes to them by the locations the
binary itself prints; two tenants with an API key of each role. Quicker than a whole stack, and breakable."""
import base64
import hashlib
import os
import re
import secrets
import signal
import subprocess

import requests

from harness.client import Client
from harness.paths import BUILD, free_port
from harness.servers import Servers
from harness.wait import listening, until

POOLS = ("fast", "heavy", "auth", "ingest")
ROLES = ("viewer", "operator", "admin", "owner")
PARAMS = {"REQUEST_METHOD": "$request_method", "REQUEST_URI": "$request_uri", "QUERY_STRING": "$query_string",
          "CONTENT_TYPE": "$content_type", "CONTENT_LENGTH": "$content_length", "REMOTE_ADDR": "$remote_addr",
          "REQUEST_ID": "$request_id", "TOCSIN_TAKEN_AT": "$msec", "HTTP_PROXY": '""'}
SITE = """worker_processes 2; daemon off; pid {d}/run/nginx.pid; error_log {d}/log/nginx.log; {user}
events {{ worker_connections 512; }}
http {{
    access_log off; client_max_body_size 1m; merge_slashes off; fastcgi_next_upstream off;
    fastcgi_buffer_size 32k; fastcgi_buffers 64 32k; fastcgi_busy_buffers_size 64k;
    client_body_temp_path {d}/nginx-b; fastcgi_temp_path {d}/nginx-f; proxy_temp_path {d}/nginx-p;
    uwsgi_temp_path {d}/nginx-u; scgi_temp_path {d}/nginx-s;
    {params}
    {upstreams}
    server {{ listen 127.0.0.1:{port}; include {d}/etc/locations.conf; }}
}}
"""


class Gate(Servers):
    """start() gives gate.url and gate.client(tenant, role)."""

    def __init__(self, **env):
        super().__init__()
        self.env, self.pools, self.keys, self.port, self.newcomers = env, {}, {}, free_port(), 0
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self):
        super().start()
        try:
            self.add_redis_user()
            self.write_config(public_url=self.url, pool_fast=4)
            for slug in ("alpha", "beta"):
                self.add_tenant(slug)
            for pool in POOLS:
                self.start_pool(pool)
            self.start_nginx()
            until(lambda: requests.get(self.url + "/api/v1/health", timeout=2).ok, what="the API")
        except BaseException:
            self.stop()
            raise
        return self

    def add_redis_user(self):
        self.redis_secret = secrets.token_hex(32)
        self.key("redis_api", self.redis_secret)
        self.redis_cli("ACL", "SETUSER", "api", "on", ">" + self.redis_secret, "~*", "+@all")

    def add_tenant(self, slug):
        tenant = self.sql("INSERT INTO tenant (slug, name) VALUES (%s, %s) RETURNING tenant_id", slug, slug.title())[0][0]
        for role in ROLES:
            self.keys[slug, role] = self.add_key(tenant, role)

    def add_key(self, tenant, role, scopes=None):
        secret = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")
        digest = hashlib.sha256(secret.encode()).digest()
        row = self.sql("INSERT INTO api_key (tenant_id, name, prefix, hash, role, scopes) VALUES (%s, %s, %s, %s, %s, %s) "
                       "RETURNING id", tenant, role, secret[:8], digest, role, scopes)
        return f"tsk_{tenant}_{row[0][0]}_{secret}"

    def start_pool(self, pool):
        path = f"{self.dir}/run/api/{pool}.sock"
        child = self.spawn("tocsin-api", "--pool", pool, "--listen", path, **self.env)
        self.pools[pool] = child
        until(lambda: listening(path), what=f"the socket of {pool}")
        return child

    def start_nginx(self):
        locations = subprocess.run([f"{BUILD}/tocsin-api", "--nginx"], check=True, capture_output=True, text=True).stdout
        upstreams = "".join(f"upstream tocsin_{p} {{ server unix:{self.dir}/run/api/{p}.sock; "
                            f"{'keepalive 16; keepalive_timeout 20s;' if p == 'fast' else ''} }}\n" for p in POOLS)
        user = "user root;" if os.geteuid() == 0 else ""
        with open(f"{self.dir}/etc/locations.conf", "w", encoding="utf-8") as f:
            f.write(locations)
        with open(f"{self.dir}/etc/nginx.conf", "w", encoding="utf-8") as f:
            f.write(SITE.format(d=self.dir, port=self.port, upstreams=upstreams, user=user,
                                params="".join(f"fastcgi_param {k} {v};" for k, v in PARAMS.items())))
        self.children.append(subprocess.Popen(["nginx", "-e", f"{self.dir}/log/nginx.err", "-c", f"{self.dir}/etc/nginx.conf"],
                                              stdin=subprocess.DEVNULL))

    def client(self, tenant="alpha", role="owner"):
        return Client(self.url, key=self.keys[tenant, role])

    def newcomer(self, tenant="alpha", role="owner"):
        """A client with a key and an address of its own, for tests that call often: nobody else's calls count for it."""
        self.newcomers += 1
        return Client(self.url, key=self.add_key(self.tenant_id(tenant), role), address=f"127.0.9.{self.newcomers % 250 + 1}")

    def anybody(self):
        return Client(self.url)

    def tenant_id(self, slug):
        return self.sql("SELECT tenant_id FROM tenant WHERE slug = %s", slug)[0][0]

    def workers(self, pool="fast"):
        """The pids of a pool's children."""
        master = self.pools[pool].pid
        with open(f"/proc/{master}/task/{master}/children", encoding="ascii") as f:
            return [int(w) for w in f.read().split()]

    def log(self):
        with open(f"{self.dir}/log/tocsin-api.log", encoding="utf-8") as f:
            return f.read()

    def hurt(self, pid, sig=signal.SIGKILL):
        os.kill(pid, sig)


def routes():
    """(method, path, permission, pool, rate, mfa, audit) of every route of the API's processes, as the binary prints them."""
    out = subprocess.run([f"{BUILD}/tocsin-api", "--routes"], check=True, capture_output=True, text=True).stdout
    return [r for r in (tuple(line.split()) for line in out.splitlines()) if r[3] != "stream"]


def writes():
    return [r for r in routes() if r[0] != "GET"]


def anew(client, path):
    """The answer to an address that nobody asked before: not one that a process remembers for the moment until it hears of a
    change. (A tenant named in the query is never read.)"""
    anew.count = getattr(anew, "count", 0) + 1
    return client.get(f"{path}{'&' if '?' in path else '?'}tenant_id=n{anew.count}")


def filled(path, ids):
    """A route's path with each {id} replaced by ids, and {token} and the like by a word."""
    return re.sub(r"\{\w+\}", "nobody", re.sub(r"\{id\}", lambda m: str(ids), path))
