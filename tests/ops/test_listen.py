"""Other addresses than loopback get TLS; another user than root gets one uid for all."""
import os
import pwd
import re
import shutil
import socket
import ssl
import subprocess
import tempfile

import pytest
import requests

from harness import process
from harness.paths import BUILD, ROOT, free_port
from harness.wait import until


def own_address():
    """An address of this machine that is not loopback, or None."""
    out = subprocess.run(["hostname", "-I"], capture_output=True, text=True, check=False).stdout.split()
    return next((a for a in out if re.fullmatch(r"[\d.]+", a)), None)


@pytest.fixture(scope="module")
def tls():
    """A stack that listens on every address, with the certificate it made itself."""
    address = own_address()
    if not address:
        pytest.skip("this machine has loopback addresses only")
    folder = tempfile.mkdtemp(prefix="tocsin-tls-", dir="/tmp")
    os.chmod(folder, 0o755)
    port = free_port()
    up = [f"{ROOT}/scripts/up", "--var", f"{folder}/var", "--build", BUILD, "--listen", f"0.0.0.0:{port}",
          "--public-url", f"https://{address}:{port}"]
    r = subprocess.run(up, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False)
    assert r.returncode == 0, r.stdout + r.stderr
    yield address, port, folder, r.stdout
    subprocess.run([f"{ROOT}/scripts/down", "--var", f"{folder}/var"], capture_output=True, timeout=60, check=True)
    shutil.rmtree(folder)


def test_the_link_is_https(tls):
    address, port, _, said = tls
    assert f"https://{address}:{port}/setup#" in said
    assert re.search(r"^ +up +http +Web server", said, re.M), said


def test_the_made_certificate_names_this_machine(tls):
    address, port, folder, _ = tls
    context = ssl.create_default_context(cafile=f"{folder}/var/etc/tls/cert.pem")
    for name in ("localhost", socket.gethostname(), "127.0.0.1"):
        with socket.create_connection((address, port), 5) as s, context.wrap_socket(s, server_hostname=name) as t:
            assert t.version() in ("TLSv1.2", "TLSv1.3")


@pytest.mark.filterwarnings("ignore")
def test_old_tls_is_refused(tls):
    address, port, _, _ = tls
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection((address, port), 5) as s, pytest.raises((ssl.SSLError, ConnectionError)):
        context.wrap_socket(s)


def test_transport_security_is_demanded(tls):
    address, port, folder, _ = tls
    r = requests.get(f"https://localhost:{port}/api/v1/health", verify=f"{folder}/var/etc/tls/cert.pem", timeout=5)
    assert "max-age=" in r.headers["Strict-Transport-Security"]


def test_plain_http_is_refused_on_that_port(tls):
    address, port, _, _ = tls
    r = requests.get(f"http://{address}:{port}/", timeout=5)
    assert r.status_code == 400
    assert "Content-Security-Policy" in r.headers


@pytest.fixture(scope="module")
def plain():
    """A stack of an ordinary user."""
    if os.geteuid() != 0:
        pytest.skip("needs root to become somebody else")
    user = pwd.getpwnam("games")
    become = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    if subprocess.run([*become, "test", "-x", f"{BUILD}/tocsin"], check=False).returncode:
        pytest.skip("this checkout cannot be entered by other users")
    folder = tempfile.mkdtemp(prefix="tocsin-plain-", dir="/tmp")
    os.chown(folder, user.pw_uid, user.pw_gid)
    port = free_port()
    env = {"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": folder}
    up = [*become, f"{ROOT}/scripts/up", "--var", f"{folder}/var", "--build", BUILD, "--port", str(port)]
    r = subprocess.run(up, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False)
    assert r.returncode == 0, r.stdout + r.stderr
    yield user, port, f"{folder}/var", r.stdout
    subprocess.run([*become, f"{ROOT}/scripts/down", "--var", f"{folder}/var"], capture_output=True, timeout=60, check=True)
    shutil.rmtree(folder)


def test_one_uid_for_all_and_it_says_so(plain):
    user, port, var, said = plain
    assert "all processes run as games" in said
    with open(f"{var}/run/tocsin.pid", encoding="ascii") as f:
        mine = process.below(int(f.read()))
    assert len(mine) > 8
    for p in mine:
        try:
            uid = os.stat(f"/proc/{p.pid}").st_uid
            with open(f"/proc/{p.pid}/status", encoding="ascii") as f:
                uids = next(line for line in f if line.startswith("Uid:")).split()[1:]
        except (FileNotFoundError, ProcessLookupError):
            continue  # a backend that has just left
        assert uid in (user.pw_uid, 0), p  # 0: not dumpable
        assert set(uids) == {str(user.pw_uid)}, p


def test_it_works_for_an_ordinary_user_too(plain):
    _, port, _, said = plain
    until(lambda: requests.get(f"http://127.0.0.1:{port}/api/v1/ready", timeout=3).status_code == 200, 20, what="readiness")
    assert re.search(r"^ +up +http +Web server", said, re.M), said


def test_icmp_says_what_to_do(plain):
    """Without the right to send ICMP echo a ping is unknown, never down, and names the way out."""
    _, _, _, said = plain
    line = next(l for l in said.splitlines() if " icmp " in l)
    assert line.split()[0] in ("unknown", "up"), line
    if line.split()[0] == "unknown":
        assert "setcap" in line or "root" in line, line
