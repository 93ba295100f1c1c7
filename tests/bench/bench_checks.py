#!/usr/bin/python3
"""One-shot checks per CPU-second of the checker, by `tocsin check`; the targets' own CPU is not counted.

usage: bench_checks.py [KIND ...]     icmp tcp http https dns
Peers (those that are installed): fping, monitoring-plugins spawned one process a check as Icinga and Nagios do,
blackbox_exporter, and the load tools hey and dnsperf; floor: src/floor.c. Rounds are interleaved, medians count.
`ref` is the best peer that holds the job of a checker, so neither the floor nor a load tool; without a peer, the floor.
At most 10,000 checks a contender and round, loopback only."""
import os
import statistics
import sys

import perflib as P

ROUNDS = int(os.environ.get("ROUNDS", "3"))
N, SPAWNED = 10000, 1000
PLUG = "/usr/lib/nagios/plugins"
FLOOR, US = "floor", "tocsin check"
PORTS = {"icmp": 0, "tcp": P.PORT, "http": P.PORT, "https": P.PORT + 1, "dns": P.PORT + 2}


def start_targets():
    """nginx and unbound on all of 127/8; gives the certificate the https target shows."""
    crt, key = P.tls_pair()
    g = P.Group("servers")
    P.start_nginx(g, f"""
keepalive_timeout 0; ssl_session_cache off; ssl_session_tickets off;
server {{ listen 0.0.0.0:{P.PORT} backlog=8192; location / {{ return 200 "ok\\n"; }} }}
server {{ listen 0.0.0.0:{P.PORT + 1} ssl backlog=8192; ssl_certificate {crt}; ssl_certificate_key {key};
  location / {{ return 200 "ok\\n"; }} }}
""", workers=1)
    P.wait_port(P.PORT)
    P.wait_port(P.PORT + 1)
    if P.have("unbound"):
        g.start(["unbound", "-c", P.write(os.path.join(P.WORK, "unbound.conf"), f"""server:
 interface: 0.0.0.0@{P.PORT + 2}
 interface-automatic: yes
 port: {P.PORT + 2}
 access-control: 127.0.0.0/8 allow
 do-daemonize: no
 username: ""
 chroot: ""
 directory: "{P.WORK}"
 pidfile: "{P.WORK}/unbound.pid"
 use-syslog: no
 local-zone: "perf.test." static
 local-data: "host.perf.test. IN A 127.0.0.1"
 num-threads: 1
remote-control:
 control-enable: no
""")])
        P.wait_port(P.PORT + 2)
    return crt


def by_cpu(command, n, env=None):
    cpu, rss, wall, out, rc = P.run(command, 90, env)
    return {"per_cpu_s": n / cpu, "rss_mib": rss, "rate": n / wall, "ok": rc == 0, "note": "" if rc == 0 else out[-300:]}


def by_floor(words, n, env=None):
    f = P.fields(P.run([P.tool("floor"), *words], env=env)[3])
    return {"per_cpu_s": f["per_cpu_s"], "rss_mib": f["maxrss_kib"] / 1024, "rate": f["n"] / f["wall"], "ok": f["ok"] == n, "note": ""}


def spawned(*args):
    return by_floor(["spawn", str(SPAWNED), "4", *args], SPAWNED)


class Blackbox:
    """blackbox_exporter, asked by wrk for one target after another."""

    def __init__(self, kind, port, targets, crt):
        self.g = P.Group("blackbox")
        conf = P.write(os.path.join(P.WORK, "blackbox.yml"), f"""modules:
  icmp: {{prober: icmp, timeout: 2s, icmp: {{preferred_ip_protocol: ip4}}}}
  tcp: {{prober: tcp, timeout: 2s, tcp: {{preferred_ip_protocol: ip4}}}}
  http: {{prober: http, timeout: 2s, http: {{preferred_ip_protocol: ip4}}}}
  https: {{prober: http, timeout: 2s, http: {{preferred_ip_protocol: ip4, tls_config: {{ca_file: {crt}, server_name: localhost}}}}}}
  dns: {{prober: dns, timeout: 2s, dns: {{query_name: host.perf.test, query_type: A, preferred_ip_protocol: ip4}}}}
""")
        self.g.start(["prometheus-blackbox-exporter", f"--config.file={conf}",
                      f"--web.listen-address=127.0.0.1:{P.PORT + 3}", "--log.level=error"])
        P.wait_port(P.PORT + 3)
        form = {"icmp": '"%s"', "tcp": f'"%s:{port}"', "http": f'"http://%s:{port}/"', "https": f'"https://%s:{port}/"',
                "dns": f'"127.0.0.1:{port}"'}[kind]
        self.lua = P.write(os.path.join(P.WORK, f"bb_{kind}.lua"), f"""
local t = {{}}
for l in io.lines("{targets}") do t[#t+1] = l end
local i, up, all = 0, 0, 0
request = function() i = i % #t + 1
  return wrk.format("GET", "/probe?module={kind}&target=" .. string.format({form}, t[i])) end
response = function(s, h, b) all = all + 1 if s == 200 and b:find("probe_success 1", 1, true) then up = up + 1 end
  if all % 500 == 0 then print("N", all, up) end end
""")

    def round(self):
        before = self.g.cpu()
        out = P.run(["wrk", "-t1", "-c16", "-d8s", "-s", self.lua, f"http://127.0.0.1:{P.PORT + 3}"])[3]
        cpu = self.g.cpu() - before
        last = [line.split() for line in out.splitlines() if line.startswith("N\t")][-1]
        total = int(next(line for line in out.splitlines() if "requests in" in line).split()[0])
        return {"per_cpu_s": total / cpu, "rss_mib": self.g.peak, "rate": total / 8, "ok": last[1] == last[2], "note": ""}


def contenders(kind, port, targets, crt):
    """name -> function of one round."""
    ours = {"icmp": "", "tcp": f"--port {port}", "http": f"--port {port}", "dns": f"--port {port} --query host.perf.test",
            "https": f"--port {port} --ca-file {crt} --server-name localhost"}[kind]
    found = {US: lambda: by_cpu(f"exec {P.BUILD}/tocsin check {kind} --targets {targets} {ours} -o json >/dev/null", N),
             FLOOR: lambda: by_floor([kind, str(N)] + ([str(port)] if port else []), N, {"CA_FILE": crt})}
    if kind == "icmp" and P.have("fping"):
        found["fping, all in one process"] = lambda: by_cpu(f"exec fping -q -C 1 -i 0 -t 500 -f {targets} >/dev/null 2>&1", N)
        found["fping, one process per 100"] = lambda: spawned("/usr/bin/fping", "-q", "-C", "1", "-i", "0", "-t", "500", "{chunk:100}")
    plugin = {"icmp": ("check_icmp", "-n", "1", "-H", "{}"), "tcp": ("check_tcp", "-p", str(port), "-H", "{}"),
              "http": ("check_http", "-p", str(port), "-I", "{}", "-H", "localhost"),
              "https": ("check_http", "-S", "-p", str(port), "-I", "{}", "-H", "localhost"),
              "dns": ("check_dig", "-H", "127.0.0.1", "-p", str(port), "-l", "host.perf.test")}[kind]
    if os.path.exists(f"{PLUG}/{plugin[0]}"):
        found[f"{plugin[0]}, one process a check"] = lambda: spawned(f"{PLUG}/{plugin[0]}", *plugin[1:])
    if kind in ("http", "https") and P.have("hey"):
        found["hey (load tool)"] = lambda: by_cpu(f"exec hey -n {N} -c 50 -disable-keepalive {kind}://127.0.0.1:{port}/ >/dev/null", N)
    if kind == "dns" and P.have("dnsperf"):
        questions = P.write(os.path.join(P.WORK, "dnsq"), "host.perf.test A\n" * N)
        found["dnsperf (load tool)"] = lambda: by_cpu(f"exec dnsperf -s 127.0.0.1 -p {port} -d {questions} -n 1 -c 1 -T 1 >/dev/null", N)
    if P.have("prometheus-blackbox-exporter") and P.have("wrk"):
        found["blackbox_exporter"] = Blackbox(kind, port, targets, crt).round
    return found


def measure(kind, targets, crt):
    if kind == "dns" and not P.have("unbound"):
        print("dns: unbound is not installed; scripts/bench-deps installs it")
        return
    runs = contenders(kind, PORTS[kind], targets, crt)
    got = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, one in runs.items():
            got[name].append(one())
    if "blackbox_exporter" in runs:
        runs["blackbox_exporter"].__self__.g.stop()  # the next kind's wants the port
    median = {name: statistics.median(r["per_cpu_s"] for r in rounds) for name, rounds in got.items()}
    P.table([[name, f"{m:,.0f}", f"{1e6 / m:.1f}", f"{max(r['rss_mib'] for r in got[name]):.1f}",
              f"{statistics.median(r['rate'] for r in got[name]):,.0f}", all(r["ok"] for r in got[name])]
             for name, m in sorted(median.items(), key=lambda x: -x[1])],
            [f"{kind} checks", "per CPU-s", "us CPU/check", "peak MiB", "per wall s", "all up"])
    for rounds in got[US]:
        if not rounds["ok"]:
            print(f"{kind}: not every target was up: {rounds['note']}")
    peers = [m for name, m in median.items() if name not in (US, FLOOR) and "load tool" not in name]
    ref = max(peers) if peers else median[FLOOR]
    P.figure(f"checks-{kind}", median[US], "per-cpu-s", ref, median[US] / ref)
    P.figure(f"checks-{kind}-of-floor", median[US], "per-cpu-s", median[FLOOR], median[US] / median[FLOOR])
    P.save(f"checks-{kind}", got)


def main():
    P.build()
    try:
        crt = start_targets()
        targets = P.write(os.path.join(P.WORK, "targets"), P.run([P.tool("floor"), "targets", str(N)])[3])
        for kind in sys.argv[1:] or PORTS:
            measure(kind, targets, crt)
    finally:
        P.stop_all()


main()
