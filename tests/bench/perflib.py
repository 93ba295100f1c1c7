"""Shared by the scripts here: start a peer in a CPU-accounting group, read its CPU seconds and memory, print figures.

CPU comes from a cpuacct cgroup (v1) when one can be made - exact, and it keeps the time of children that have
ended - or else from /proc (utime+stime+cutime+cstime over the process tree).  Memory is the sum of the group's PSS,
so pages shared between worker processes are counted once; the peak is sampled twice a second.
Only processes started here are ended, each by its own process id.
"""
import json
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.realpath(os.path.join(HERE, "..", ".."))
BUILD = os.path.realpath(os.environ.get("TOCSIN_BUILD") or os.path.join(ROOT, "build"))
OUT = os.path.join(BUILD, "bench")  # one JSON file a figure's group
WORK = os.environ.get("PERF_WORK") or os.path.join(tempfile.gettempdir(), "tocsin-bench")
PORT = int(os.environ.get("PERF_PORT", "18900"))  # first of 100 loopback ports used
CG = "/sys/fs/cgroup/cpuacct"
TICK = os.sysconf("SC_CLK_TCK")
os.makedirs(WORK, exist_ok=True)
os.environ.setdefault("PERF_NET", str(16 + 2 * (os.getpid() % 50)))  # second octet of this run's targets, its own
_groups, _figures = [], {}


def build():
    """Compile the C helpers into WORK when they are older than their source."""
    for name, libs in (("floor", "-lssl -lcrypto"), ("witness", ""), ("audience", ""), ("fcgi_hello", "-lfcgi"),
                       ("fcgi_hosts", "-lfcgi -lpq -I/usr/include/postgresql")):
        src, out = os.path.join(HERE, "src", name + ".c"), os.path.join(WORK, name)
        if os.path.exists(src) and (not os.path.exists(out) or os.path.getmtime(out) < os.path.getmtime(src)):
            subprocess.run(shlex.split(f"cc -std=gnu17 -O2 -Wall -o {out} {src} {libs}"), check=True)


def tool(name):
    return os.path.join(WORK, name)


def have(name):
    return shutil.which(name) is not None


class Group:
    def __init__(self, name):
        self.name, self.procs, self.peak, self._stop = name, [], 0, threading.Event()
        self.adopted = {}  # pid -> the cpuacct group it came from; never ended here, only moved back
        self.dir = None
        path = os.path.join(CG, f"perf-{os.getpid()}-{len(_groups)}-{name}")
        try:
            os.mkdir(path)
            self.dir = path
        except OSError:
            pass
        _groups.append(self)
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def start(self, cmd, env=None, cwd=None, user=None, log=None, stdin=None):
        if isinstance(cmd, str):
            cmd = shlex.split(cmd)
        tasks = self.dir and os.path.join(self.dir, "tasks")

        def enter():
            os.setsid()
            if tasks:
                with open(tasks, "w") as f:
                    f.write("0")
            if user:
                import pwd
                p = pwd.getpwnam(user)
                os.initgroups(user, p.pw_gid)
                os.setgid(p.pw_gid)
                os.setuid(p.pw_uid)
        out = open(os.path.join(WORK, f"{self.name}.log" if log is None else log), "ab")
        p = subprocess.Popen(cmd, env=dict(os.environ, **(env or {})), cwd=cwd, preexec_fn=enter, stdout=out, stderr=out,
                             stdin=stdin or subprocess.DEVNULL)
        self.procs.append(p)
        return p

    def adopt(self, pid):
        """Count a process that something else started, and its future children.  stop() moves it back, alive."""
        home = "/"
        for line in open(f"/proc/{pid}/cgroup"):
            if "cpuacct" in line.split(":")[1].split(","):
                home = line.strip().split(":", 2)[2]
        self.adopted[pid] = home
        if self.dir:
            with open(os.path.join(self.dir, "cgroup.procs"), "w") as f:
                f.write(str(pid))

    def pids(self):
        if self.dir:
            try:
                with open(os.path.join(self.dir, "cgroup.procs")) as f:
                    return [int(x) for x in f.read().split()]
            except OSError:
                return []
        want, table = {p.pid for p in self.procs} | set(self.adopted), {}
        for d in os.listdir("/proc"):
            if d.isdigit():
                try:
                    table[int(d)] = int(open(f"/proc/{d}/stat").read().rpartition(")")[2].split()[1])
                except OSError:
                    pass
        grew = True
        while grew:
            more = {p for p, pp in table.items() if pp in want and p not in want}
            grew = bool(more)
            want |= more
        return [p for p in want if p in table]

    def cpu(self):
        if self.dir:
            with open(os.path.join(self.dir, "cpuacct.usage")) as f:
                return int(f.read()) / 1e9
        total = 0
        for p in self.pids():
            try:
                total += sum(int(x) for x in open(f"/proc/{p}/stat").read().rpartition(")")[2].split()[11:15])
            except OSError:
                pass
        return total / TICK

    def pss_mib(self):
        total = 0
        for p in self.pids():
            try:
                for line in open(f"/proc/{p}/smaps_rollup"):
                    if line.startswith("Pss:"):
                        total += int(line.split()[1])
                        break
            except OSError:
                pass
        return total / 1024

    def _watch(self):
        while not self._stop.wait(0.5):
            self.peak = max(self.peak, self.pss_mib())

    def stop(self):
        self._stop.set()
        if self.adopted:
            home = next(iter(self.adopted.values()))
            for p in self.pids() if self.dir else []:
                try:
                    with open(CG + self.adopted.get(p, home).rstrip("/") + "/cgroup.procs", "w") as f:
                        f.write(str(p))
                except OSError:
                    pass
            if self.dir:
                try:
                    os.rmdir(self.dir)
                except OSError:
                    pass
            return
        for sig, patience in ((signal.SIGTERM, 8), (signal.SIGKILL, 3)):
            left = self.pids()
            for p in left:
                try:
                    os.kill(p, sig)
                except OSError:
                    pass
            end = time.time() + patience
            while time.time() < end and self.pids():
                for p in self.procs:
                    p.poll()
                time.sleep(0.05)
            if not self.pids():
                break
        for p in self.procs:
            try:
                p.wait(2)
            except subprocess.TimeoutExpired:
                pass
        if self.dir:
            try:
                os.rmdir(self.dir)
            except OSError:
                pass


def stop_all():
    for g in reversed(_groups):
        g.stop()
    _groups.clear()


def run(cmd, timeout=120, env=None, check=False, user=None, cwd=None, stdin=None):
    """Run one command to its end; returns (cpu seconds, peak RSS MiB, wall seconds, output, rc)."""
    if isinstance(cmd, str):
        cmd = ["bash", "-c", cmd]

    def enter():
        if user:
            import pwd
            p = pwd.getpwnam(user)
            os.initgroups(user, p.pw_gid)
            os.setgid(p.pw_gid)
            os.setuid(p.pw_uid)
    # GNU time reports the command's own peak: the kernel's figure for a fork of this interpreter starts at the
    # interpreter's size.
    peak = tempfile.NamedTemporaryFile() if have("time") else None
    if peak:
        os.chmod(peak.name, 0o666)
        cmd = ["/usr/bin/time", "-q", "-f", "%M", "-o", peak.name] + cmd
    with tempfile.TemporaryFile() as out:
        t0 = time.time()
        p = subprocess.Popen(cmd, stdout=out, stderr=subprocess.STDOUT, env=dict(os.environ, **(env or {})), cwd=cwd,
                             preexec_fn=enter, stdin=stdin or subprocess.DEVNULL)
        timer = threading.Timer(timeout, p.kill)
        timer.start()
        _, status, ru = os.wait4(p.pid, 0)
        timer.cancel()
        wall = time.time() - t0
        p.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read().decode("utf-8", "replace")
    if check and p.returncode:
        sys.exit(f"failed ({p.returncode}): {cmd}\n{text[-2000:]}")
    rss = ru.ru_maxrss
    if peak:
        rss = int((open(peak.name).read().split() or [rss])[-1])
    return ru.ru_utime + ru.ru_stime, rss / 1024, wall, text, p.returncode


def fields(line):
    """'a=1 b=2' -> {'a': 1.0, 'b': 2.0}"""
    d = {}
    for w in line.split():
        k, _, v = w.partition("=")
        try:
            d[k] = float(v)
        except ValueError:
            d[k] = v
    return d


def wait_port(port, host="127.0.0.1", timeout=40):
    end = time.time() + timeout
    while time.time() < end:
        try:
            socket.create_connection((host, port), 1).close()
            return time.time()
        except OSError:
            time.sleep(0.02)
    raise SystemExit(f"nothing listens on {port}")


def http(url, data=None, headers=None, timeout=30, method=None):
    r = urllib.request.Request(url, data=data, headers=headers or {}, method=method)
    with urllib.request.urlopen(r, timeout=timeout) as f:
        return f.read()


def until(fn, timeout=60, every=0.1):
    end = time.time() + timeout
    while time.time() < end:
        try:
            v = fn()
            if v:
                return v
        except Exception:
            pass
        time.sleep(every)
    return None


def du(path):
    total = 0
    for d, _, files in os.walk(path):
        for f in files:
            try:
                s = os.stat(os.path.join(d, f))
                total += s.st_blocks * 512
            except OSError:
                pass
    return total


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(text)
    return path


def tls_pair():
    """A CA-less P-256 certificate for localhost and 127/8 use; returns (cert, key)."""
    crt, key = os.path.join(WORK, "tls.crt"), os.path.join(WORK, "tls.key")
    if not os.path.exists(crt):
        run(f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=localhost "
            f"-addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout {key} -out {crt}", check=True)
    return crt, key


def start_nginx(group, conf_body, workers=1):
    """nginx in the foreground with one http{} body; returns its process."""
    root = os.path.join(WORK, "nginx")
    os.makedirs(root, exist_ok=True)
    conf = write(os.path.join(root, f"{group.name}.conf"), f"""
daemon off; worker_processes {workers}; error_log stderr warn; pid {root}/{group.name}.pid; user root;
worker_rlimit_nofile 65536;
events {{ worker_connections 16384; }}
http {{ access_log off; client_body_temp_path {root}/b; proxy_temp_path {root}/p; fastcgi_temp_path {root}/f;
uwsgi_temp_path {root}/u; scgi_temp_path {root}/s; client_max_body_size 64m;
{conf_body}
}}
""")
    return group.start(["nginx", "-c", conf, "-p", root])


class Postgres:
    """A private PostgreSQL 15 cluster on loopback, durable settings as shipped unless said."""
    def __init__(self, group, port, extra=""):
        self.dir, self.port = os.path.join(WORK, f"pg{port}"), port
        bindir = "/usr/lib/postgresql/15/bin"
        if not os.path.exists(self.dir):
            os.makedirs(self.dir)
            shutil.chown(self.dir, "postgres")
            os.chmod(WORK, 0o755)
            run([f"{bindir}/initdb", "-D", self.dir, "-A", "trust", "-U", "postgres", "--locale=C.UTF-8"], user="postgres", check=True,
                cwd="/")
        self.proc = group.start([f"{bindir}/postgres", "-D", self.dir, "-p", str(port), "-c", "listen_addresses=127.0.0.1", "-c",
                                 "unix_socket_directories=/tmp", "-c", "shared_buffers=1GB", "-c", "max_wal_size=4GB", "-c",
                                 "max_connections=200"] + shlex.split(extra), user="postgres", cwd="/")
        if not until(lambda: self.sql("select 1").strip() == "1", 60):
            raise SystemExit("PostgreSQL did not start")

    def args(self, db="postgres"):
        return ["psql", "-X", "-q", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", db, "-v", "ON_ERROR_STOP=1"]

    def sql(self, text, db="postgres"):
        p = subprocess.run(self.args(db) + ["-At", "-c", text], capture_output=True, text=True)
        if p.returncode:
            raise RuntimeError(p.stderr)
        return p.stdout


def table(rows, head):
    rows = [[str(c) for c in r] for r in [head] + rows]
    w = [max(len(r[i]) for r in rows) for i in range(len(head))]
    for r in rows:
        print("  ".join(c.ljust(w[i]) if i == 0 else c.rjust(w[i]) for i, c in enumerate(r)))


def figure(name, value, unit, ref=None, ratio=None):
    """One line a figure. `ref` is what a peer or a floor gave in the same run; a ratio above 1 is better than that."""
    _figures[name] = {"value": value, "unit": unit, "ref": ref, "ratio": ratio}
    print(f"figure {name} {value:.6g} {unit} ref={'none' if ref is None else format(ref, '.6g')} "
          f"ratio={'none' if ratio is None else format(ratio, '.3f')}", flush=True)


def save(name, data):
    """Keeps the figures printed since the last save, with all that was measured for them."""
    os.makedirs(OUT, exist_ok=True)
    with open(os.path.join(OUT, name + ".json"), "w", encoding="utf-8") as f:
        json.dump({"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "cores": os.cpu_count(),
                   "figures": dict(_figures), "measured": data}, f, indent=1)
    _figures.clear()
