"""Who is there: two tenants with a user of each role, made through the API as people would."""
from .client import Client

ROLES = ("viewer", "operator", "admin", "owner")
PASSWORD = "correct horse battery staple"
# Everything a key may be allowed; naming a permission satisfies its demand for a second factor.
SETUP_TENANT = "alpha"


class Tenant:
    """One tenant: a signed-in client for each role by attribute, and `key`, an administrator's API key."""

    def __init__(self, slug):
        self.slug, self.users, self.keys = slug, {}, {}

    def __getattr__(self, role):
        try:
            return self.__dict__["users"][role]
        except KeyError:
            raise AttributeError(role) from None


def token_of(url):
    """The token of a set-up or invitation link, which stands in its fragment."""
    return url.split("#", 1)[1]


class World:
    """alpha (the first tenant, whose owner is also platform administrator) and beta."""

    def __init__(self, stack):
        self.stack, self.count = stack, 1
        self.alpha, self.beta = Tenant(SETUP_TENANT), Tenant("beta")
        self.platform = self.client()
        self.platform.login(stack.admin_email, stack.admin_password)
        self.platform.enroll()
        self.alpha.users["owner"] = self.platform
        self.add_tenant(self.beta)
        for tenant in (self.alpha, self.beta):
            for role in ROLES[:3]:
                tenant.users[role] = self.add_user(tenant, role)

    def client(self, **more):
        """A client that connects from a loopback address nobody else uses."""
        self.count += 1
        return Client(self.stack.url, address=f"127.0.{self.count // 250}.{self.count % 250 + 2}", **more)

    def add_tenant(self, tenant):
        answer = self.platform.post("/tenants", {
            "tenant_id": tenant.slug, "name": tenant.slug.title(), "owner_email": f"owner@{tenant.slug}.test",
            "owner_name": "Owner"}, status=201)
        tenant.users["owner"] = self.accept(answer["invite_url"], f"owner@{tenant.slug}.test").enroll()

    def accept(self, invite_url, email):
        c = self.client()
        c.email, c.password = email, PASSWORD
        c.keep(c.post("/auth/invite", {"token": token_of(invite_url), "password": PASSWORD}))
        return c

    def add_user(self, tenant, role, email=None):
        email = email or f"{role}@{tenant.slug}.test"
        answer = tenant.users["owner"].post("/users", {"email": email, "name": role.title(), "role": role}, status=201)
        return self.accept(answer["invite_url"], email)
