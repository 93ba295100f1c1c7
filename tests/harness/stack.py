"""A whole running Tocsin in a folder of its own, started as a person would: by scripts/up."""
import glob
import json
import os
import secrets
import shutil
import subprocess
import tempfile

import psycopg2
import requests

from . import process
from .paths import BUILD, ROOT, free_port
from .wait import until


class Stack:
    """start() gives a stack whose first tenant is `alpha` with one administrator; stop() ends and removes it."""

    def __init__(self, name="stack", admin=True):
        """admin=False: nobody is there yet; the set-up link stands in what start() printed, in self.printed."""
        self.admin, self.printed = admin, ""
        self.dir = tempfile.mkdtemp(prefix=f"tocsin-{name}-", dir="/tmp")
        os.chmod(self.dir, 0o755)
        self.var = f"{self.dir}/var"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.admin_email, self.admin_password = "owner@alpha.test", secrets.token_urlsafe(18)
        self.conf = f"{self.var}/etc/tocsin.conf"

    def up(self, *more):
        """scripts/up with what this stack is; used again after stop_processes() to go on with the same data."""
        secret = f"{self.dir}/admin-password"
        with open(os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as f:
            f.write(self.admin_password + "\n")
        words = [f"{ROOT}/scripts/up", "--var", self.var, "--listen", f"127.0.0.1:{self.port}", "--build", BUILD,
                 "--tenant", "alpha", *more]
        if self.admin:
            words += ["--admin-email", self.admin_email, "--admin-password-file", secret]
        r = subprocess.run(words, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
        if r.returncode != 0:
            raise RuntimeError(f"scripts/up: {r.returncode}\n{r.stdout[-3000:]}\n{r.stderr[-3000:]}")
        self.printed = r.stdout
        return r.stdout

    def start(self):
        try:
            self.up()
            until(lambda: requests.get(self.url + "/api/v1/ready", timeout=2).status_code == 200, 20, what="readiness")
        except BaseException:
            self.keep_logs()
            self.stop()
            raise
        return self

    def down(self):
        subprocess.run([f"{ROOT}/scripts/down", "--var", self.var], cwd=ROOT, stdin=subprocess.DEVNULL, timeout=120,
                       capture_output=True, check=False)

    def stop(self):
        if os.path.exists(self.conf):
            self.down()
        shutil.rmtree(self.dir, ignore_errors=True)

    # Looking inside

    def connect(self, role="postgres"):
        """A connection over the private socket: the superuser, or one of our roles with its own password."""
        password = None
        if role.startswith("tocsin_"):
            with open(f"{self.var}/keys/db_{role}", encoding="ascii") as f:
                password = f.read().strip()
        return psycopg2.connect(host=f"{self.var}/run/pg", user=role, dbname="tocsin", password=password)

    def sql(self, text, *args, role="postgres"):
        """One statement by itself, as superuser unless said; rows as tuples, or None."""
        c = self.connect(role)
        c.autocommit = True
        try:
            with c.cursor() as cursor:
                cursor.execute(text, args or None)
                return cursor.fetchall() if cursor.description else None
        finally:
            c.close()

    def tenant_id(self, slug):
        return self.sql("SELECT tenant_id FROM tenant WHERE slug = %s", slug)[0][0]

    def redis_cli(self, *words):
        """redis-cli as the user that may do everything."""
        with open(f"{self.var}/keys/redis_operator", encoding="ascii") as f:
            env = {**os.environ, "REDISCLI_AUTH": f.read().strip()}
        return subprocess.run(["redis-cli", "-s", f"{self.var}/run/redis/redis.sock", "--user", "operator", *words], env=env,
                              check=True, capture_output=True, text=True, timeout=10).stdout

    def logs(self):
        """Every log of the stack, by file name."""
        found = {}
        for path in sorted(glob.glob(f"{self.var}/log/**", recursive=True)):
            if os.path.isfile(path):
                with open(path, encoding="utf-8", errors="replace") as f:
                    found[os.path.relpath(path, f"{self.var}/log")] = f.read()
        return found

    def events(self, event=None):
        """Our processes' log lines as dicts, of one event if said."""
        found = []
        for text in self.logs().values():
            for line in text.splitlines():
                if line.startswith("{"):
                    try:
                        row = json.loads(line)
                    except ValueError:
                        continue
                    if event is None or row.get("event") == event:
                        found.append(row)
        return found

    def keep_logs(self):
        """Copies the logs to build/check/stack-logs, for whoever looks into a failure."""
        target = f"{ROOT}/build/check/stack-logs/{os.path.basename(self.dir)}"
        if os.path.isdir(f"{self.var}/log"):
            shutil.copytree(f"{self.var}/log", target, dirs_exist_ok=True)

    # Commands

    def tocsin(self, *words, check=True):
        """build/tocsin with this stack's configuration."""
        env = {**os.environ, "TOCSIN_CONF": self.conf}
        return subprocess.run([f"{BUILD}/tocsin", *words], env=env, check=check, capture_output=True, text=True, timeout=60)

    def allow(self, tenant, *entries):
        """Puts entries such as 127.0.0.0/8:* on the tenant's list of targets."""
        for entry in entries:
            self.tocsin("admin", "egress", "add", "--tenant", tenant, entry)

    def admin_key(self, tenant="alpha", role="owner", scopes=("*",), platform=False):
        """A new API key, made on the machine itself."""
        words = ["admin", "key", "create", "--tenant", tenant, "--role", role, "--scope", ",".join(scopes)]
        out = self.tocsin(*words, *(["--platform"] if platform else [])).stdout
        return out.split()[-1]

    # Processes

    def root_pid(self):
        with open(f"{self.var}/run/tocsin.pid", encoding="ascii") as f:
            return int(f.read().split()[0])

    def processes(self, kind=None):
        """Live processes of the stack: all, or those whose command line holds every word of `kind`:
        "tocsin-api fast", "tocsin-worker checker", "tocsin-pinger", "redis-server", "postgres", "nginx"."""
        mine = process.below(self.root_pid())
        return [p for p in mine if kind is None or all(w in p.line for w in kind.split())]

    def kill(self, kind, **more):
        """kill -9 (or sig=) of all processes of a kind; gives what they were."""
        found = self.processes(kind)
        assert found, f"the stack has no {kind}"
        process.kill(found, **more)
        return found
