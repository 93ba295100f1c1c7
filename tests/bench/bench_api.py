#!/usr/bin/python3
"""The list of 100 hosts as JSON through nginx: CPU a request (nginx, API, PostgreSQL, Redis), rate, p99.

Floors: nginx with a static file of that size; nginx, libfcgi and libpq in the smallest possible program.
Peers (those that are installed): FastAPI with asyncpg; Zabbix' host.get through php-fpm. wrk -t1 -c16, 8 s a round."""
import json
import os
import statistics
import time

import perflib as P
import stacks
from watch import HOSTS, Watched

ROUNDS = int(os.environ.get("ROUNDS", "3"))
US, STATIC, SPIKE = "tocsin, 100 hosts", "nginx static 100-host JSON", "nginx+libfcgi+libpq, 100 hosts"

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


def wrk(g, url, lua=None, conns=16, secs=8):
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
        sock = f"{d}/hosts.sock"
        front.start(["spawn-fcgi", "-n", "-s", sock, "-F", "2", "-M", "511", "--", P.tool("fcgi_hosts")],
                    env={"PG_DSN": f"host=127.0.0.1 port={pg.port} user=postgres dbname=postgres"})
        P.until(lambda: os.path.exists(sock), 10)
        upstreams += f"upstream hosts {{ server unix:{sock}; }}\n"
        locations += "location = /hosts { include /etc/nginx/fastcgi_params; fastcgi_buffers 32 16k; fastcgi_pass hosts; }\n"
        runs[SPIKE] = lambda: wrk(both, f"http://127.0.0.1:{web}/hosts")
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


def main():
    P.build()
    d, got, us = stacks.fresh("api"), {}, None
    try:
        us = Watched(P.run([P.tool("floor"), "targets", str(HOSTS)])[3].split())
        assert len(us.client.get("/hosts?limit=100")["items"]) == HOSTS
        lua = P.write(f"{d}/us.lua", f'wrk.headers["X-API-Key"] = "{us.key}"\n')
        os.chmod(f"{d}/us.lua", 0o600)
        group = us.group()
        runs = {US: lambda: wrk(group, f"{us.stack.url}/api/v1/hosts?limit=100", lua), **floors(d)}
        if P.have("zabbix_server") and os.path.exists("/usr/share/zabbix"):
            runs["Zabbix host.get, 100 hosts"] = zabbix(d)
        time.sleep(2)
        for _ in range(ROUNDS):
            for name, one in runs.items():
                got.setdefault(name, []).append(one())
        median = {k: statistics.median(r["cpu_us"] for r in v) for k, v in got.items()}
        P.table([[k, f"{1e6 / m:,.0f}", f"{m:.1f}", f"{statistics.median(r['rate'] for r in got[k]):,.0f}",
                  f"{statistics.median(r['p99_ms'] for r in got[k]):.2f}", f"{max(r['peak_mib'] for r in got[k]):.0f}", got[k][-1]["bad"]]
                 for k, m in sorted(median.items(), key=lambda x: x[1])],
                ["list of 100 hosts", "req per CPU-s", "us CPU/req", "req/s", "p99 ms", "peak MiB", "errors"])
        peers = [m for k, m in median.items() if k.startswith(("FastAPI", "Zabbix"))]
        ref = min(peers) if peers else median[STATIC]
        P.figure("api-list-100-hosts", 1e6 / median[US], "req-per-cpu-s", 1e6 / ref, ref / median[US])
        P.figure("api-list-100-hosts-of-static", 1e6 / median[US], "req-per-cpu-s", 1e6 / median[STATIC], median[STATIC] / median[US])
        P.figure("api-list-100-hosts-p99", statistics.median(r["p99_ms"] for r in got[US]), "ms")
        P.save("api", got)
    finally:
        P.stop_all()
        if us:
            us.stop()


main()
