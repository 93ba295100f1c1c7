"""People of the tests of sign-in: new ones for each test, forged tokens, and a throttle that forgets."""
import base64
import hashlib
import hmac
import itertools
import json
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg2

from harness.wait import until
from harness.world import PASSWORD, token_of

NOTICED_S = 5  # by then an ended session or a changed right is known everywhere
_count = itertools.count(int(time.time()) % 100000)


def fresh(world, tenant, role="viewer"):
    """A new user of the tenant, signed in; the tenant's owner is a signed-in person with a second factor."""
    tenant.owner.step_up_if_stale()
    return world.add_user(tenant, role, f"p{next(_count)}@{tenant.slug}.test")


def again(world, person):
    """The same person at another machine, not signed in."""
    c = world.client()
    c.email, c.password, c.device = person.email, PASSWORD, person.device
    return c


def fresh_tenant(world, **settings):
    """A new tenant with its owner, who has a second factor: (slug, owner)."""
    slug = f"t{next(_count)}"
    world.platform.step_up_if_stale()
    answer = world.platform.post("/tenants", {"tenant_id": slug, "name": slug, "owner_email": f"owner@{slug}.test",
                                              **settings}, status=201)
    return slug, world.accept(answer["invite_url"], f"owner@{slug}.test").enroll()


def forget_failures(stack):
    """As if the throttles' windows had passed: in PostgreSQL, and in Redis what it remembers of it."""
    stack.sql("UPDATE auth_failure SET window_ends = now() - interval '1 second'")
    for key in stack.redis_cli("--scan", "--pattern", "p:wait:*").split():
        stack.redis_cli("DEL", key)


def try_password(client, password, **more):
    return client.call("POST", "/auth/login", {"email": client.email, "password": password, **more})


def at_once(calls):
    """Runs all of them at the same time; their results in order."""
    with ThreadPoolExecutor(max_workers=min(len(calls), 50)) as pool:
        return [f.result() for f in [pool.submit(c) for c in calls]]


def in_turn(stack, tenant, sql):
    """Two open transactions of the API's role run the statement: the second waits until the first has ended.
    Gives each one's first row, or the SQLSTATE it failed with."""
    first, second = stack.connect("tocsin_api"), stack.connect("tocsin_api")
    try:
        for c in (first, second):
            c.cursor().execute("SELECT set_config('app.tenant_id', %s, true)", (str(tenant),))

        def run(c):
            cursor = c.cursor()
            try:
                cursor.execute(sql, (tenant,))
                found = cursor.fetchone()
                c.commit()
                return found
            except psycopg2.Error as e:
                return e.pgcode
        cursor = first.cursor()
        cursor.execute(sql, (tenant,))
        mine = cursor.fetchone()
        with ThreadPoolExecutor() as pool:
            other = pool.submit(run, second)
            until(lambda: other.done() or stack.sql("SELECT true FROM pg_stat_activity WHERE pid = %s AND wait_event_type = 'Lock'",
                                                    second.info.backend_pid), 10)
            waited = not other.done()
            first.commit()
            return waited, mine, other.result()
    finally:
        first.close()
        second.close()


# Tokens made by hand with the installation's own key

def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def jwt_key(stack):
    with open(f"{stack.var}/keys/jwt", encoding="ascii") as f:
        return bytes.fromhex(f.read().strip())


def claims_of(token):
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def kid(stack):
    return hashlib.sha256(jwt_key(stack)).hexdigest()[:16]


def forge(stack, claims, header=None, digest=hashlib.sha256, key=None):
    header = {"alg": "HS256", "kid": kid(stack), "typ": "JWT"} if header is None else header
    head = b64(json.dumps(header).encode()) + "." + b64(json.dumps(claims).encode())
    tag = hmac.new(key or jwt_key(stack), head.encode(), digest).digest() if digest else b""
    return head + "." + b64(tag)


def link_token(answer):
    return token_of(answer["invite_url"])
