#!/usr/bin/python3
"""Lists as JSON through nginx: CPU a request of the whole stack (nginx, API, PostgreSQL, Redis), rate, p99.

The product's callers are signed in by keys and belong to a tenant; while it is measured, one host is changed every 100 ms and
looked for in the list: how late it shows is a figure too. Floors: nginx with a static file; nginx and libfcgi with a fixed
answer; nginx, libfcgi and libpq in the smallest possible program, nobody signed in. Peers (those that are installed): FastAPI
with asyncpg; Zabbix' host.get through php-fpm. wrk -t1, SECS s a round: CPU with 16 connections, p99 with 4."""
import json
import os
import statistics
import threading
import time

import perflib as P
import stacks
from watch import HOSTS, Watched

from harness.client import Client
from harness.seed import seed

ROUNDS, SECS = int(os.environ.get("ROUNDS", "3")), int(os.environ.get("SECS", "8"))
MANY = int(os.environ.get("MANY", "10000"))
KEYS, CHANGE_S = 24, 0.1
US, STATIC, HELLO, SPIKE = "tocsin, 100 hosts", "nginx static 100-host JSON", "nginx+libfcgi hello", "nginx+libfcgi+libpq, 100 hosts"

FASTAPI = '''
import asyncpg
from fastapi import FastAPI
app = FastAPI()
@app.on_event("startup")
async def up():
    async def init(c):
        import json
        await c.set_type_codec("jsonb", encoder=json.dumps, decoder=json.loads, schema="pg_catalog")
    app.state.p = await asyncpg.create_pool(host="127.0.0.1", port={port}, user="postgres", database="postgres", min_size=4,
                                            max_size=8, init=init)
SQL = "select id, name, address::text, status, tags, last_check, rtt_ms from hosts where tenant_id = $1 order by id limit 100"
@app.get("/plain")
async def plain():
    return [dict(r) for r in await app.state.p.fetch(SQL, 7)]
'''
TABLE = """drop table if exists hosts;
create table hosts(tenant_id int, id int, name text, address inet, status text, tags jsonb, last_check timestamptz, rtt_ms float8,
                   primary key(tenant_id, id));
insert into hosts select t, t*1000+i, 'host-'||lpad(i::text,4,'0')||'.example', ('10.0.'||i%256||'.'||t)::inet, 'up',
 jsonb_build_array('web','rack-'||i%7), timestamptz '2026-01-01' + i * interval '1s', i/7.0
 from generate_series(1,20) t, generate_series(1,100) i; analyze hosts"""


class Both:
    """Two accounting groups as one."""

    def __init__(self, *groups):
        self.groups = groups

    @property
    def peak(self):
        return sum(g.peak for g in self.groups)

    def cpu(self):
        return sum(g.cpu() for g in self.groups)


class Changer:
    """Changes one host every 100 ms while it runs, and asks until the list shows it; `late_s` has how long that took."""

    def __init__(self, writer, reader, path):
        self.writer, self.reader, self.path, self.late_s = writer, reader, path, []
        self.host = reader.get(path)["items"][0]
        self.stopping = threading.Event()

    def __enter__(self):
        self.thread = threading.Thread(target=self.work)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        self.thread.join()

    def work(self):
        n, due = 0, time.monotonic()
        while not self.stopping.wait(max(0.0, due - time.monotonic())):
            n, due = n + 1, due + CHANGE_S
            self.writer.patch(f"/hosts/{self.host['id']}", {"labels": {"turn": str(n)}})
            start = time.monotonic()
            while not self.shown(str(n)):
                if time.monotonic() - start > 5:
                    raise RuntimeError("a change is not shown")
                time.sleep(0.005)
            self.late_s.append(time.monotonic() - start)

    def shown(self, turn):
        return any(h["id"] == self.host["id"] and h["labels"].get("turn") == turn for h in self.reader.get(self.path)["items"])


class Product:
    """The stack under test: its callers' keys for wrk, and what is asked of it."""

    def __init__(self, folder):
        self.us, self.folder = Watched(P.run([P.tool("floor"), "targets", str(HOSTS)])[3].split()), folder
        self.keys = [self.us.stack.admin_key(role="viewer", scopes=("host.read", "check.read", "result.read")) for _ in range(KEYS)]
        self.group, self.late_s = self.us.group(), {}

    def lua(self, name, *headers):
        """A script for wrk: a key in turn, for one alone would be called too often, and further headers."""
        text = "local keys = {" + ",".join(f'"{k}"' for k in self.keys) + "}\nlocal n = 0\n"
        text += "".join(f'wrk.headers["{k}"] = [==[{v}]==]\n' for k, v in headers)
        text += 'request = function() n = n % #keys + 1; wrk.headers["X-API-Key"] = keys[n]; return wrk.format() end\n'
        path = P.write(f"{self.folder}/{name}.lua", text)
        os.chmod(path, 0o600)
        return path

    def ask(self, name, path, conns=16, tag=None, change=True):
        url = f"{self.us.stack.url}/api/v1{path}"
        lua = self.lua(name, *([("If-None-Match", tag)] if tag else []))
        if not change:
            return wrk(self.group, url, lua, conns)
        with Changer(self.us.client, Client(self.us.stack.url, key=self.keys[0]), "/hosts?limit=100") as c:
            got = wrk(self.group, url, lua, conns)
        self.late_s.setdefault(name, []).extend(c.late_s)
        return got

    def runs(self, label, prefix):
        """name -> function of one round."""
        path = "/hosts?limit=100"
        one = self.us.client.get(path)["items"][0]["id"]
        found = {label: lambda: self.ask(f"{prefix}16", path), f"{label}, 4 connections": lambda: self.ask(f"{prefix}4", path, 4),
                 f"{label}, one host": lambda: self.ask(f"{prefix}one", f"/hosts/{one}"),
                 f"{label}, 100 checks": lambda: self.ask(f"{prefix}checks", "/checks?limit=100")}
        tag = self.us.client.call("GET", f"/hosts/{one}").headers["ETag"]
        found[f"{label}, 304"] = lambda: self.ask(f"{prefix}304", f"/hosts/{one}", tag=tag, change=False)
        return found


def wrk(g, url, lua=None, conns=16, secs=SECS):
    before = g.cpu()
    out = P.run(["wrk", "-t1", f"-c{conns}", f"-d{secs}s", "--latency"] + (["-s", lua] if lua else []) + [url], secs + 20)[3]
    cpu = g.cpu() - before
    n = int(next(line for line in out.splitlines() if "requests in" in line).split()[0])
    bad = next((line.strip() for line in out.splitlines() if "Non-2xx" in line or "Socket errors" in line), "")
    t = next(line for line in out.splitlines() if line.strip().startswith("99%")).split()[1]
    p99 = float(t.rstrip("umsh")) * {"us": 1e-3, "ms": 1, "s": 1e3}[t.lstrip("0123456789.")]
    return {"n": n, "rate": n / secs, "cpu_us": 1e6 * cpu / n, "p99_ms": p99, "bad": bad, "peak_mib": g.peak}


def floors(d):
    """nginx static and the smallest FastCGI program, and FastAPI where it is; name -> function of one round."""
    web, base, front = P.PORT + 40, P.Group("pg-shared"), P.Group("front")
    pg = P.Postgres(base, P.PORT + 41)
    pg.sql(TABLE)
    body = pg.sql("select json_agg(h) from (select id,name,address,status,tags,last_check,rtt_ms from hosts where tenant_id=7 order by id) h")
    P.write(f"{d}/www/hosts.json", body)
    upstreams, locations, runs, both = "", "", {}, Both(front, base)
    runs[STATIC] = lambda: wrk(both, f"http://127.0.0.1:{web}/hosts.json")
    if P.have("spawn-fcgi"):
        for kind, name in (("hello", HELLO), ("hosts", SPIKE)):
            sock = f"{d}/{kind}.sock"
            front.start(["spawn-fcgi", "-n", "-s", sock, "-F", "2", "-M", "511", "--", P.tool(f"fcgi_{kind}")],
                        env={"PG_DSN": f"host=127.0.0.1 port={pg.port} user=postgres dbname=postgres"})
            P.until(lambda at=sock: os.path.exists(at), 10)
            upstreams += f"upstream {kind} {{ server unix:{sock}; }}\n"
            locations += f"location = /{kind} {{ include /etc/nginx/fastcgi_params; fastcgi_buffers 32 16k; fastcgi_pass {kind}; }}\n"
            runs[name] = lambda path=kind: wrk(both, f"http://127.0.0.1:{web}/{path}")
    if P.have("uvicorn"):
        P.write(f"{d}/app.py", FASTAPI.replace("{port}", str(pg.port)))
        front.start(["uvicorn", "--host", "127.0.0.1", "--port", str(web + 5), "--workers", "2", "--no-access-log",
                     "--log-level", "error", "app:app"], cwd=d)
        P.wait_port(web + 5)
        upstreams += f"upstream fast {{ server 127.0.0.1:{web + 5}; keepalive 16; }}\n"
        locations += 'location /fast/ { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://fast/; }\n'
        runs["FastAPI+asyncpg, 100 hosts"] = lambda: wrk(both, f"http://127.0.0.1:{web}/fast/plain")
    P.start_nginx(front, f"""{upstreams}
server {{ listen 127.0.0.1:{web}; root {d}/www; keepalive_requests 1000000; default_type application/json;
{locations} }}""")
    P.wait_port(web)
    return runs


def zabbix(d):
    z = stacks.Zabbix("zabbix-api")
    z.hosts([f"127.0.0.{i + 1}" for i in range(HOSTS)])
    body = z.body("host.get", {"output": ["hostid", "host", "name", "status"], "selectInterfaces": ["ip"], "selectTags": "extend", "limit": 100})
    lua = P.write(f"{d}/z.lua", f'wrk.method = "POST"; wrk.headers["Content-Type"] = "application/json-rpc"; wrk.body = [==[{body}]==]')
    return lambda: wrk(z.g, f"http://127.0.0.1:{z.web}/api_jsonrpc.php", lua, 4)


def rounds(runs, got):
    for _ in range(ROUNDS):
        for name, one in runs.items():
            got.setdefault(name, []).append(one())


def median(rows, what):
    return statistics.median(r[what] for r in rows)


def show(got):
    P.table([[k, f"{1e6 / median(v, 'cpu_us'):,.0f}", f"{median(v, 'cpu_us'):.1f}", f"{median(v, 'rate'):,.0f}", f"{median(v, 'p99_ms'):.2f}",
              f"{max(r['peak_mib'] for r in v):.0f}", v[-1]["bad"]] for k, v in sorted(got.items(), key=lambda x: median(x[1], "cpu_us"))],
            ["a host changed every 100 ms", "req per CPU-s", "us CPU/req", "req/s", "p99 ms", "peak MiB", "errors"])


def figures(got, late_s):
    cpu = {k: median(v, "cpu_us") for k, v in got.items()}
    peers = [m for k, m in cpu.items() if k.startswith(("FastAPI", "Zabbix"))]
    best = min(peers) if peers else cpu[STATIC]
    P.figure("api-list-100-hosts-cpu", cpu[US], "us", best, best / cpu[US])
    for floor, name in ((HELLO, "hello"), (SPIKE, "libpq-spike"), (STATIC, "static")):
        if floor in cpu:
            P.figure(f"api-list-100-hosts-of-{name}", cpu[US], "us", cpu[floor], cpu[floor] / cpu[US])
    P.figure("api-list-100-hosts-p99", median(got[f"{US}, 4 connections"], "p99_ms"), "ms", 18, 18 / median(got[f"{US}, 4 connections"], "p99_ms"))
    for part in ("one host", "100 checks", "304"):
        P.figure(f"api-{part.replace(' ', '-')}-cpu", cpu[f"{US}, {part}"], "us")
    if f"of {MANY:,}" in got:
        P.figure(f"api-list-100-of-{MANY}-cpu", cpu[f"of {MANY:,}"], "us", cpu[US], cpu[US] / cpu[f"of {MANY:,}"])
        P.figure(f"api-list-100-of-{MANY}-p99", median(got[f"of {MANY:,}, 4 connections"], "p99_ms"), "ms")
    all_late = [s for v in late_s.values() for s in v]
    P.figure("api-list-change-shown-most", 1000 * max(all_late), "ms", 1000, 1 / max(all_late))


def main():
    P.build()
    d, got, us = stacks.fresh("api"), {}, None
    try:
        us = Product(d)
        assert len(us.us.client.get("/hosts?limit=100")["items"]) == HOSTS
        runs = {**us.runs(US, "few"), **floors(d)}
        if P.have("zabbix_server") and os.path.exists("/usr/share/zabbix"):
            runs["Zabbix host.get, 100 hosts"] = zabbix(d)
        time.sleep(2)
        rounds(runs, got)
        if MANY:
            seed(us.us.stack, hosts=MANY)
            rounds(us.runs(f"of {MANY:,}", "many"), got)
        show(got)
        figures(got, us.late_s)
        P.save("api", {"rounds": got, "late_s": us.late_s})
    finally:
        P.stop_all()
        if us:
            us.us.stop()


main()
