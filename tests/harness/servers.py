"""A PostgreSQL with the schema and a Redis in a temporary folder, on unix sockets only.

For tests of the schema, and of one process at a time. Whole stacks come from stack.py."""
import os
import secrets
import shutil
import signal
import subprocess
import tempfile

import psycopg2
import psycopg2.extras

from .paths import BUILD, PG_BIN, ROOT
from .wait import listening, until

ROLES = ("api", "stream", "checker", "analyst", "trainer", "remediator", "notifier", "keeper", "backup")
SETTINGS = ("listen_addresses=", "timezone=UTC", "max_connections=60", "shared_buffers=16MB", "fsync=off",
            "password_encryption=scram-sha-256", "logging_collector=off")


class Servers:
    """start() makes and starts both; stop() ends them and removes the folder."""

    def __init__(self, redis=True, statements=False):
        self.dir = tempfile.mkdtemp(prefix="tocsin-", dir="/tmp")
        os.chmod(self.dir, 0o755)
        self.var = self.dir
        self.pg_dir, self.redis_socket = f"{self.dir}/run/pg", f"{self.dir}/run/redis/redis.sock"
        self.with_redis, self.redis, self.children = redis, None, []
        self.settings = list(SETTINGS) + ([f"log_statement=all", "log_line_prefix=%u "] if statements else [])

    # PostgreSQL

    def pg(self, *command, **more):
        """Runs one of PostgreSQL's own programs as its user."""
        env = {"PATH": f"{PG_BIN}:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        if os.geteuid() == 0:
            command = ("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *command)
        return subprocess.run(command, check=True, env=env, cwd="/", capture_output=True, text=True, **more)

    def make_folders(self):
        for name in ("etc", "keys", "log", "www", "pg", "redis", "run/pg", "run/redis", "run/api", "run/pinger"):
            os.makedirs(f"{self.dir}/{name}")
        if os.geteuid() == 0:
            for name in ("pg", "run/pg"):
                shutil.chown(f"{self.dir}/{name}", "postgres", "postgres")

    def initdb(self):
        self.pg("initdb", "-D", f"{self.dir}/pg/data", "-U", "postgres", "--locale=C.UTF-8", "-E", "UTF8",
                "--auth-local=scram-sha-256", "--no-sync", "-A", "trust")
        with open(f"{self.dir}/pg/data/pg_hba.conf", "w", encoding="ascii") as f:
            f.write("local all postgres trust\nlocal all all scram-sha-256\n")

    def start_pg(self):
        options = " ".join(f"-c {s}" if s.split("=")[1] else f"-c {s}''" for s in self.settings)
        self.pg("pg_ctl", "-D", f"{self.dir}/pg/data", "-w", "-t", "30", "-l", f"{self.dir}/pg/log",
                "-o", f"{options} -c unix_socket_directories={self.pg_dir}", "start", stdin=subprocess.DEVNULL)

    def stop_pg(self, mode="fast"):
        self.pg("pg_ctl", "-D", f"{self.dir}/pg/data", "-w", "-t", "30", "-m", mode, "stop")

    def migrate(self):
        subprocess.run([f"{BUILD}/tocsin", "migrate", "--pg", self.pg_dir, "--share", ROOT], check=True, capture_output=True)

    def make_keys(self):
        self.passwords = {}
        for role in ROLES:
            self.passwords[role] = secrets.token_hex(32)
            self.sql(f"ALTER ROLE tocsin_{role} PASSWORD '{self.passwords[role]}'")
            self.key(f"db_tocsin_{role}", self.passwords[role])
        for name in ("jwt", "totp"):
            self.key(name, secrets.token_hex(32))

    def key(self, name, text):
        with open(os.open(f"{self.dir}/keys/{name}", os.O_WRONLY | os.O_CREAT, 0o400), "w", encoding="ascii") as f:
            f.write(text + "\n")

    def connect(self, role="postgres", database="tocsin"):
        """A connection of psycopg2 as that role; rows come as tuples."""
        password = self.passwords[role[7:]] if role.startswith("tocsin_") else None
        c = psycopg2.connect(host=self.pg_dir, user=role, dbname=database, password=password)
        return c

    def sql(self, text, *args, role="postgres", database="tocsin"):
        """Runs one statement by itself, as superuser unless said; rows as tuples, or None."""
        c = self.connect(role, database)
        c.autocommit = True
        try:
            with c.cursor() as cursor:
                cursor.execute(text, args or None)
                return cursor.fetchall() if cursor.description else None
        finally:
            c.close()

    # Redis

    def start_redis(self):
        self.redis = subprocess.Popen(
            ["redis-server", "--port", "0", "--unixsocket", self.redis_socket, "--save", "", "--appendonly", "no",
             "--dir", f"{self.dir}/redis", "--daemonize", "no", "--logfile", f"{self.dir}/log/redis.log"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(lambda: listening(self.redis_socket), what="Redis' socket")

    def redis_cli(self, *words):
        return subprocess.run(["redis-cli", "-s", self.redis_socket, *words], check=True, capture_output=True, text=True).stdout

    # Our own processes

    def write_config(self, **more):
        values = {"var_dir": self.dir, "run_dir": f"{self.dir}/run", "log_dir": f"{self.dir}/log", "key_dir": f"{self.dir}/keys",
                  "www_dir": f"{self.dir}/www", "pg_dir": self.pg_dir, "pg_database": "tocsin",
                  "redis_socket": self.redis_socket, **more}
        self.config = f"{self.dir}/etc/tocsin.conf"
        with open(self.config, "w", encoding="utf-8") as f:
            f.writelines(f"{k} = {v}\n" for k, v in values.items())

    def spawn(self, program, *args, **env):
        """Starts build/PROGRAM with this configuration; its log goes to log/PROGRAM.log."""
        with open(f"{self.dir}/log/{program}.log", "ab") as log:
            child = subprocess.Popen([f"{BUILD}/{program}", *args, "--config", self.config], stdin=subprocess.DEVNULL,
                                     stdout=log, stderr=log, env={**os.environ, **env}, cwd=self.dir)
        self.children.append(child)
        return child

    def start(self):
        self.make_folders()
        self.initdb()
        self.start_pg()
        try:
            self.migrate()
            self.make_keys()
            self.write_config()
            if self.with_redis:
                self.start_redis()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self):
        for child in self.children + ([self.redis] if self.redis else []):
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        for child in self.children + ([self.redis] if self.redis else []):
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        try:
            self.stop_pg("immediate")
        except subprocess.CalledProcessError:
            pass  # it was not running
        shutil.rmtree(self.dir, ignore_errors=True)
