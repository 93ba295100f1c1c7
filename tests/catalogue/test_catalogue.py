"""TN-05: rules A1, A2, A6, A7 of tenancy over the whole catalogue, for every table now and later.

Nothing here names a table of a tenant: what is new is covered without an edit."""
import re

import pytest

from catalogue.platform import DEFINERS, LOGIN_ROLES, MAY_BYPASS, OWNERS, PLATFORM_TABLES

POLICY = re.compile(r"""\(tenant_id = \( SELECT \(NULLIF\(current_setting\('app\.tenant_id'::text, true\), ''::text\)\)"""
                    r"""::integer AS "nullif"\)\)""")
OURS = "n.nspname = 'public'"


@pytest.fixture(scope="module")
def rows(servers):
    """Runs a catalogue query as superuser and gives its rows as a list."""
    def run(sql, *args):
        return servers.sql(sql, *args)
    return run


@pytest.fixture(scope="module")
def tables(rows):
    """name -> facts of every table and partition that belongs to tenants."""
    found = rows(f"""SELECT c.relname, c.oid::int, c.relrowsecurity, c.relforcerowsecurity, c.relkind, c.relispartition,
                        pg_get_userbyid(c.relowner), c.relacl::text
                     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                     WHERE {OURS} AND c.relkind IN ('r', 'p', 'f', 'm')""")
    return {r[0]: r for r in found}


@pytest.fixture(scope="module")
def tenant_tables(tables):
    return {name: t for name, t in tables.items() if name not in PLATFORM_TABLES}


def test_there_is_a_schema(tenant_tables):
    assert {"tenant", "host", "host_check"} <= set(tenant_tables)


def test_the_platform_list_names_only_what_exists(tables, rows):
    """An exception that no longer exists would hide the next table of that name."""
    missing = set(PLATFORM_TABLES) - set(tables)
    assert missing <= {"schema_migration"}, missing
    functions = {r[0] for r in rows(f"SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {OURS}")}
    assert not set(DEFINERS) - functions


def test_only_tables_hold_rows(tables):
    assert not [n for n, t in tables.items() if t[4] in "fm"], "foreign tables and materialised views have no policies"


def test_row_level_security_is_enabled_and_forced(tables):
    assert not [n for n, t in tables.items() if not (t[2] and t[3]) and n != "schema_migration"]


def test_platform_tables_are_reached_by_functions_only(rows):
    """No login role holds a grant on them, and no policy but the cross role's lets anybody see a row."""
    grants = rows("""SELECT table_name, grantee, privilege_type FROM information_schema.role_table_grants
                     WHERE table_schema = 'public' AND table_name = ANY (%s)
                       AND grantee NOT IN ('tocsin_owner', 'tocsin_cross', 'tocsin_backup', 'postgres')""", list(PLATFORM_TABLES))
    assert not grants
    policies = rows("""SELECT tablename, roles::text FROM pg_policies WHERE schemaname = 'public' AND tablename = ANY (%s)
                       AND roles::text <> '{tocsin_cross}'""", list(PLATFORM_TABLES))
    assert not policies


def test_the_owner_owns_everything(rows):
    kinds = rows(f"""SELECT c.relname, pg_get_userbyid(c.relowner) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                     WHERE {OURS} AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND pg_get_userbyid(c.relowner) <> 'tocsin_owner'""")
    assert kinds in ([], [("schema_migration", "postgres")])
    functions = rows(f"""SELECT p.oid::regprocedure::text, pg_get_userbyid(p.proowner) FROM pg_proc p
                         JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {OURS}""")
    assert not [f for f in functions if f[1] not in OWNERS]


def test_each_tenant_table_has_the_tenant_policy_for_everybody(tenant_tables, rows):
    found = rows("""SELECT tablename, policyname, permissive, roles::text, cmd, qual, with_check FROM pg_policies
                    WHERE schemaname = 'public'""")
    for name in tenant_tables:
        mine = [p for p in found if p[0] == name]
        tenant = [p for p in mine if p[3] == "{public}"]
        assert len(tenant) == 1, f"{name} has {len(tenant)} policies for everybody"
        _, _, permissive, _, cmd, qual, check = tenant[0]
        assert (permissive, cmd) == ("PERMISSIVE", "ALL"), name
        assert POLICY.fullmatch(qual or ""), f"{name} USING {qual}"
        assert POLICY.fullmatch(check or ""), f"{name} WITH CHECK {check}"


def test_other_policies_are_for_the_cross_role_alone(rows):
    other = rows("""SELECT tablename, policyname, roles::text FROM pg_policies
                    WHERE schemaname = 'public' AND roles::text NOT IN ('{public}', '{tocsin_cross}')""")
    assert not other


def test_the_tenant_is_a_positive_integer_that_is_never_null(tenant_tables, rows):
    columns = {r[0]: r[1:] for r in rows("""SELECT table_name, data_type, is_nullable, column_default FROM information_schema.columns
                                            WHERE table_schema = 'public' AND column_name = 'tenant_id'""")}
    for name in tenant_tables:
        assert name in columns, f"{name} has no tenant_id"
        assert columns[name] == ("integer", "NO", None), f"{name}.tenant_id: {columns[name]}"


def test_primary_keys_begin_with_the_tenant(tenant_tables, rows):
    keys = {r[0]: r[1] for r in rows("""SELECT conrelid::regclass::text, (SELECT attname FROM pg_attribute
                                          WHERE attrelid = conrelid AND attnum = conkey[1])
                                        FROM pg_constraint WHERE contype = 'p' AND connamespace = 'public'::regnamespace""")}
    assert {n: keys.get(n) for n in tenant_tables if keys.get(n) != "tenant_id"} == {}


def test_foreign_keys_between_tenants_tables_carry_the_tenant(tenant_tables, rows):
    """Position by position: our tenant_id refers to their tenant_id, so a foreign row cannot be named."""
    found = rows("""SELECT k.conname, k.conrelid::regclass::text, k.confrelid::regclass::text,
                      (SELECT array_agg(a.attname::text ORDER BY u.n) FROM unnest(k.conkey) WITH ORDINALITY u(c, n)
                         JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.c),
                      (SELECT array_agg(a.attname::text ORDER BY u.n) FROM unnest(k.confkey) WITH ORDINALITY u(c, n)
                         JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.c)
                    FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace""")
    for name, table, other, mine, theirs in found:
        if table in tenant_tables and other in tenant_tables:
            assert ("tenant_id", "tenant_id") in zip(mine, theirs), f"{name}: {table}{mine} -> {other}{theirs}"


def test_uniqueness_is_per_tenant(tenant_tables, rows):
    """A unique index without the tenant would tell one tenant what another has. Hashes of random secrets,
    which nobody can guess, and the tenant's own slug are the exceptions."""
    found = rows("""SELECT i.indrelid::regclass::text, c.relname, pg_get_indexdef(i.indexrelid),
                      (SELECT array_agg(a.attname::text) FROM pg_attribute a WHERE a.attrelid = i.indexrelid)
                    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE i.indisunique AND n.nspname = 'public'""")
    allowed = re.compile(r"\b(\w*hash|slug)\b")
    for table, name, text, columns in found:
        if table in tenant_tables and "tenant_id" not in columns:
            assert allowed.search(text.split(" USING ")[1]), text


def test_partitions_are_as_safe_as_their_parents_and_not_granted(rows, tenant_tables):
    parts = rows("SELECT inhrelid::regclass::text FROM pg_inherits")
    for (name,) in parts:
        assert name in tenant_tables or name in PLATFORM_TABLES or rows("SELECT relkind = 'I' OR relkind = 'i' FROM pg_class WHERE oid = %s::regclass", name)[0][0]
    grants = rows("""SELECT table_name, grantee, privilege_type FROM information_schema.role_table_grants
                     WHERE table_schema = 'public' AND grantee NOT IN ('tocsin_owner', 'postgres', 'tocsin_backup')
                       AND table_name IN (SELECT inhrelid::regclass::text FROM pg_inherits)""")
    assert not grants


def test_views_ask_for_their_caller(rows):
    views = rows(f"""SELECT c.relname, coalesce(c.reloptions::text, '') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                     WHERE {OURS} AND c.relkind = 'v'""")
    assert not [v for v in views if "security_invoker=true" not in v[1] and "security_invoker=on" not in v[1]]


def test_functions_pin_their_search_path(rows):
    found = rows(f"""SELECT p.oid::regprocedure::text, coalesce(p.proconfig::text, '') FROM pg_proc p
                     JOIN pg_namespace n ON n.oid = p.pronamespace
                     WHERE {OURS} AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')""")
    assert found and not [f for f in found if "search_path=" not in f[1]]
    # pg_catalog goes first, so that no object of the schema can stand in for a built-in one
    assert not [f for f in found if not re.search(r'search_path=\\?"?(pg_catalog|\\"\\")', f[1])]


def callers(acl):
    """Who may call a function: roles out of its access list ("{owner=X/owner,tocsin_api=X/owner}")."""
    return set(re.findall(r"[{,]\"?(\w*)\"?=X", acl or "{=X"))


def test_definers_are_listed_with_their_callers(rows):
    """A function that looks across tenants stands in catalogue/definers.txt with the roles that may call it."""
    found = {}
    for name, acl in rows(f"""SELECT p.proname::text, p.proacl::text FROM pg_proc p
                              JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {OURS} AND p.prosecdef"""):
        found.setdefault(name, set()).update(r.removeprefix("tocsin_") for r in callers(acl) - OWNERS)
    wrong = [f"{n}: {' '.join(sorted(found.get(n, {'(no such function)'})))}" for n in sorted(set(found) | set(DEFINERS))
             if found.get(n) != DEFINERS.get(n)]
    assert not wrong, "these lines are not in catalogue/definers.txt:\n" + "\n".join(wrong)


def test_definers_belong_to_the_cross_role_and_are_closed_to_the_public(rows):
    for name, owner, acl, config in rows(f"""SELECT p.proname, pg_get_userbyid(p.proowner), p.proacl::text, p.proconfig::text
                                             FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                                             WHERE {OURS} AND p.prosecdef"""):
        assert owner == "tocsin_cross", f"{name} belongs to {owner}"
        assert "" not in callers(acl), f"{name} may be called by everybody: {acl}"
        assert re.search(r"pg_temp\"?}?$", config), f"{name}: pg_temp is not last on its search path: {config}"


def test_nothing_claims_to_be_leakproof(rows):
    assert not rows(f"""SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                        WHERE {OURS} AND p.proleakproof""")


def test_roles_are_what_the_design_says(rows):
    found = {r[0]: r[1:] for r in rows("""SELECT rolname::text, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication
                                          FROM pg_roles WHERE rolname ~ '^tocsin_'""")}
    assert set(found) == LOGIN_ROLES | OWNERS
    for role, (login, superuser, bypass, *creates) in found.items():
        assert login == (role in LOGIN_ROLES), role
        assert not superuser and not any(creates), role
        assert bypass == (role in MAY_BYPASS), role


def test_nobody_can_become_another_role(rows):
    members = rows("""SELECT m.roleid::regrole::text, m.member::regrole::text FROM pg_auth_members m
                      WHERE m.roleid::regrole::text ~ '^tocsin_' OR m.member::regrole::text ~ '^tocsin_'""")
    assert members == []


def test_passwords_are_scram(rows):
    assert not rows("""SELECT rolname FROM pg_authid WHERE rolname ~ '^tocsin_' AND rolpassword IS NOT NULL
                       AND rolpassword !~ '^SCRAM-SHA-256'""")


def test_the_public_may_do_nothing(rows):
    assert not rows("""SELECT table_name, privilege_type FROM information_schema.role_table_grants
                       WHERE table_schema = 'public' AND grantee = 'PUBLIC'""")
    assert rows("SELECT has_schema_privilege('public', 'public', 'CREATE')") == [(False,)]
    for role in LOGIN_ROLES | {"tocsin_cross"}:
        assert rows("SELECT has_schema_privilege(%s, 'public', 'CREATE')", role) == [(False,)], role


def test_no_role_may_truncate_or_refer(rows):
    """TRUNCATE and REFERENCES look past row-level security."""
    assert not rows("""SELECT grantee, table_name, privilege_type FROM information_schema.role_table_grants
                       WHERE table_schema = 'public' AND grantee ~ '^tocsin_' AND grantee <> 'tocsin_owner'
                         AND privilege_type IN ('TRUNCATE', 'REFERENCES', 'TRIGGER')""")
