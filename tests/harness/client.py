"""A person or a program at the API."""
import time

import requests
from requests.adapters import HTTPAdapter

from .totp import Device

BASE = "/api/v1"
COOKIE = "__Host-tocsin"


class From(HTTPAdapter):
    """Connects from a loopback address of its own, so that throttles per address do not mix."""

    def __init__(self, address):
        self.address = address
        super().__init__()

    def init_poolmanager(self, *args, **more):
        super().init_poolmanager(*args, source_address=(self.address, 0), **more)


class Client:
    """Calls of the API by path below /api/v1. Sign in by login(), or give a key.

        c = Client(stack.url)
        c.login("a@example.test", "password")
        c.post("/hosts", {"name": "web", "address": "127.0.0.1"}, status=201)["id"]
    """

    def __init__(self, url, key=None, address="127.0.0.1"):
        self.url, self.origin = url, url
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.mount("http://", From(address))
        self.key, self.token, self.user, self.device, self.backup_codes = key, None, None, None, []
        self.email = self.password = self.cookie = None
        self.proved_at = 0.0

    def headers(self):
        if self.key:
            return {"X-API-Key": self.key}
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def call(self, method, path, body=None, **more):
        """The plain answer of requests. `body` goes as JSON; pass data= and headers= for anything else."""
        headers = {**self.headers(), **more.pop("headers", {})}
        if body is not None:
            more["json"] = body
        url = self.url + (path if path.startswith("/api/") else BASE + path)
        r = self.http.request(method, url, headers=headers, timeout=more.pop("timeout", 30), allow_redirects=False, **more)
        set_cookie = r.headers.get("Set-Cookie", "")
        if set_cookie.startswith(COOKIE + "="):
            self.cookie = set_cookie.split(";")[0].split("=", 1)[1] or None
        return r

    def want(self, status, method, path, body=None, **more):
        """The answer's JSON (None for 204); AssertionError unless the status is as said."""
        r = self.call(method, path, body, **more)
        assert r.status_code == status, f"{method} {path}: {r.status_code}, not {status}: {r.text[:600]}"
        return r.json() if r.content else None

    def get(self, path, status=200, **more):
        return self.want(status, "GET", path, **more)

    def post(self, path, body=None, status=200, **more):
        return self.want(status, "POST", path, {} if body is None else body, **more)

    def patch(self, path, body, status=200, **more):
        return self.want(status, "PATCH", path, body, **more)

    def put(self, path, body, status=200, **more):
        return self.want(status, "PUT", path, body, **more)

    def delete(self, path, status=204, **more):
        return self.want(status, "DELETE", path, **more)

    def refused(self, status, code, method, path, body=None, **more):
        """The problem document of a refusal with that status and code."""
        r = self.call(method, path, body, **more)
        assert (r.status_code, r.headers.get("Content-Type", "").split(";")[0]) == (status, "application/problem+json"), \
            f"{method} {path}: {r.status_code} {r.text[:600]}"
        problem = r.json()
        assert problem["code"] == code, problem
        assert problem["status"] == status and problem["title"] and problem["request_id"], problem
        return problem

    # Signing in

    def keep(self, answer):
        self.token, self.user = answer["access_token"], answer.get("user", self.user)
        return answer

    def login(self, email=None, password=None, tenant=None):
        """Signs in, with the second factor where it is asked for and a device is at hand."""
        self.email, self.password = email or self.email, password or self.password
        self.token = None
        body = {"email": self.email, "password": self.password, **({"tenant": tenant} if tenant else {})}
        answer = self.post("/auth/login", body)
        if answer.get("mfa_required"):
            answer = self.post("/auth/mfa/verify", {"mfa_token": answer["mfa_token"], "code": self.device.next()})
        return self.keep(answer)

    def enroll(self):
        """Sets up a second factor; the session's factor is fresh afterwards."""
        secret = self.post("/auth/mfa/enroll", {"password": self.password})["secret"]
        self.device = Device(secret)
        answer = self.post("/auth/mfa/confirm", {"code": self.device.next()})
        self.backup_codes = answer["backup_codes"]
        self.token, self.proved_at = answer["access_token"], time.time()
        return self

    def step_up(self):
        """Makes the session's second factor fresh."""
        self.token = self.post("/auth/mfa/step-up", {"code": self.device.next()})["access_token"]
        self.proved_at = time.time()
        return self

    def step_up_if_stale(self):
        """Makes it fresh unless it holds for another two minutes."""
        if time.time() - self.proved_at > 180:
            self.step_up()
        return self

    def with_cookie(self, cookie=None):
        """Headers of the two calls that look at the cookie; a browser sends it to 127.0.0.1, requests does not."""
        return {"Origin": self.origin, "X-Requested-With": "tocsin", "Cookie": f"{COOKIE}={cookie or self.cookie}"}

    def refresh(self, status=200, cookie=None):
        answer = self.want(status, "POST", "/auth/refresh", headers=self.with_cookie(cookie))
        return self.keep(answer) if status == 200 else answer

    def logout(self):
        return self.post("/auth/logout", status=204, headers=self.with_cookie())
