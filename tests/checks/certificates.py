"""Certificates of every bad sort, made with openssl: a CA of our own and leaves signed by it."""
import os
import subprocess

CONFIG = """
[ca]
default_ca = own
[own]
dir = {dir}
database = {dir}/index
serial = {dir}/serial
new_certs_dir = {dir}
certificate = {dir}/ca.pem
private_key = {dir}/ca.key
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
"""


class Authority:
    """leaf(name, days...) gives (certificate file, key file); `ca` is what to trust."""

    def __init__(self, folder):
        self.dir = str(folder)
        self.config, self.ca = f"{self.dir}/ca.conf", f"{self.dir}/ca.pem"
        for name, text in (("ca.conf", CONFIG.format(dir=self.dir)), ("index", ""), ("serial", "1000\n")):
            with open(f"{self.dir}/{name}", "w", encoding="ascii") as f:
                f.write(text)
        self.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3650",
                     "-subj", "/CN=Test authority", "-keyout", f"{self.dir}/ca.key", "-out", self.ca)

    @staticmethod
    def openssl(*args):
        subprocess.run(["openssl", *args], check=True, capture_output=True)

    def request(self, name, names):
        """A key and a request for these subject names."""
        base = os.path.join(self.dir, name)
        self.openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}",
                     "-addext", "subjectAltName=" + ",".join(names), "-keyout", f"{base}.key", "-out", f"{base}.csr")
        return base

    def leaf(self, name, start, end, names=("DNS:localhost", "IP:127.0.0.1")):
        """Valid from start to end, each as YYYYMMDDHHMMSSZ."""
        base = self.request(name, names)
        self.openssl("ca", "-batch", "-config", self.config, "-notext", "-startdate", start, "-enddate", end,
                     "-in", f"{base}.csr", "-out", f"{base}.pem")
        return f"{base}.pem", f"{base}.key"

    def self_signed(self, name, names=("DNS:localhost", "IP:127.0.0.1")):
        base = os.path.join(self.dir, name)
        self.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "90",
                     "-subj", f"/CN={name}", "-addext", "subjectAltName=" + ",".join(names),
                     "-keyout", f"{base}.key", "-out", f"{base}.pem")
        return f"{base}.pem", f"{base}.key"
