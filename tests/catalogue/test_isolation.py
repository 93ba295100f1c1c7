"""TN-06, TN-08, TN-09, TN-19 on the schema itself: what each role sees and may do, with and without a tenant."""
import re

import psycopg2
import pytest

from catalogue.platform import LOGIN_ROLES, MAY_BYPASS, PLATFORM_TABLES

ROLES = sorted(LOGIN_ROLES - MAY_BYPASS)


@pytest.fixture(scope="module")
def two_tenants(servers):
    """Two tenants with a row in every table that can be filled by its defaults alone, and hosts."""
    ids = [servers.sql("INSERT INTO tenant (slug, name, quota_hosts) VALUES (%s, %s, NULL) RETURNING tenant_id", slug, slug)[0][0]
           for slug in ("iso-a", "iso-b")]
    for t in ids:
        servers.sql("INSERT INTO host (tenant_id, name, address) VALUES (%s, 'h', '192.0.2.1')", t)
    return ids


def granted(servers, role, privilege):
    """Tenant tables on which the role holds the privilege, on some column at least."""
    return [r[0] for r in servers.sql(
        """SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
             AND has_any_column_privilege(%s, c.oid, %s)""" if privilege != "DELETE" else
        """SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
             AND has_table_privilege(%s, c.oid, %s)""", role, privilege) if r[0] not in PLATFORM_TABLES]


def readable_columns(servers, role, table):
    return [r[0] for r in servers.sql(
        """SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
             AND has_column_privilege(%s, attrelid, attnum, 'SELECT')""", table, role)]


@pytest.mark.parametrize("setting", [None, "", "2147483647"])
@pytest.mark.parametrize("role", ROLES)
def test_no_tenant_no_rows(servers, two_tenants, role, setting):
    c = servers.connect(role)
    with c, c.cursor() as cursor:
        if setting is not None:
            cursor.execute("SELECT set_config('app.tenant_id', %s, true)", (setting,))
        for table in granted(servers, role, "SELECT"):
            column = readable_columns(servers, role, table)[0]
            cursor.execute(f'SELECT count("{column}") FROM "{table}"')
            assert cursor.fetchone() == (0,), f"{role} sees rows of {table}"
    c.close()


@pytest.mark.parametrize("role", ROLES)
def test_a_tenant_sees_only_itself(servers, two_tenants, role):
    a, _ = two_tenants
    c = servers.connect(role)
    with c, c.cursor() as cursor:
        cursor.execute("SELECT set_config('app.tenant_id', %s, true)", (str(a),))
        for table in granted(servers, role, "SELECT"):
            if "tenant_id" in readable_columns(servers, role, table):
                cursor.execute(f'SELECT count(*) FROM "{table}" WHERE tenant_id <> %s', (a,))
                assert cursor.fetchone() == (0,), f"{role} sees others' rows of {table}"
    c.close()


def refused(servers, role, tenant, sql, args):
    """The SQLSTATE with which the statement fails; None when it works."""
    c = servers.connect(role)
    try:
        with c.cursor() as cursor:
            cursor.execute("SELECT set_config('app.tenant_id', %s, true)", (str(tenant),))
            cursor.execute(sql, args)
            return None
    except psycopg2.Error as e:
        return e.pgcode
    finally:
        c.rollback()
        c.close()


def test_rows_for_another_tenant_cannot_be_written(servers, two_tenants):
    a, b = two_tenants
    assert refused(servers, "tocsin_api", a, "INSERT INTO host (tenant_id, name, address) VALUES (%s, 'x', '192.0.2.2')", (a,)) is None
    assert refused(servers, "tocsin_api", a, "INSERT INTO host (tenant_id, name, address) VALUES (%s, 'x', '192.0.2.2')", (b,)) == "42501"
    assert refused(servers, "tocsin_api", a, "UPDATE host SET tenant_id = %s", (b,)) == "42501"


@pytest.mark.parametrize("role", ROLES)
def test_no_role_moves_a_row_to_another_tenant(servers, two_tenants, role):
    a, b = two_tenants
    for table in granted(servers, role, "UPDATE"):
        assert refused(servers, role, a, f'UPDATE "{table}" SET tenant_id = %s', (b,)) in ("42501", "428C9", None), table
        assert servers.sql(f'SELECT count(*) FROM "{table}" WHERE tenant_id NOT IN (SELECT tenant_id FROM tenant)') == [(0,)]


def test_another_tenants_parent_cannot_be_named(servers, two_tenants):
    """TN-04 in SQL: the foreign key is composite, so the other tenant's host does not exist for us."""
    a, b = two_tenants
    foreign = servers.sql("SELECT id FROM host WHERE tenant_id = %s LIMIT 1", b)[0][0]
    assert refused(servers, "tocsin_api", a, "INSERT INTO host_check (tenant_id, host_id, type, name) VALUES (%s, %s, 'icmp', 'c')",
                   (a, foreign)) == "23503"


@pytest.mark.parametrize("bad, code", [(None, "23502"), (0, ("23503", "23514")), (-1, ("23503", "23514"))])
def test_no_magic_tenant(servers, two_tenants, bad, code):
    """TN-19: even the superuser, whom no policy stops, cannot store a row of tenant null or zero."""
    with pytest.raises(psycopg2.Error) as e:
        servers.sql("INSERT INTO host (tenant_id, name, address) VALUES (%s, 'x', '192.0.2.9')", bad)
    assert e.value.pgcode in code


def test_no_table_takes_a_magic_tenant(servers):
    """The same for every table, by its constraints: not null, and a check or a chain of foreign keys to tenant."""
    guarded = {"tenant"}
    edges = servers.sql("""SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
                           WHERE contype = 'f' AND connamespace = 'public'::regnamespace""")
    checks = {r[0] for r in servers.sql("""SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'c'
                                            AND pg_get_constraintdef(oid) ~ 'tenant_id > 0'""")}
    guarded |= checks
    for _ in range(20):
        guarded |= {child for child, parent in edges if parent in guarded}
    tables = {r[0] for r in servers.sql("""SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
                                            AND relkind IN ('r', 'p') AND NOT relispartition""")} - set(PLATFORM_TABLES)
    assert tables <= guarded, tables - guarded


@pytest.mark.parametrize("role", ROLES)
def test_partitions_and_truncate_are_out_of_reach(servers, role):
    """TN-09: a partition read directly, TRUNCATE, and COPY of what may not be read."""
    parts = [r[0] for r in servers.sql("""SELECT c.oid::regclass::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                                           WHERE c.relkind IN ('r', 'p')""")]
    c = servers.connect(role)
    c.autocommit = True
    with c.cursor() as cursor:
        for table in parts:
            for sql in (f"SELECT FROM {table} LIMIT 1", f"DELETE FROM {table}", f"COPY {table} TO STDOUT"):
                with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                    cursor.execute(sql)
        for (table,) in servers.sql("""SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'public'::regnamespace
                                        AND relkind IN ('r', 'p')"""):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                cursor.execute(f"TRUNCATE {table}")
    c.close()


@pytest.mark.parametrize("role", ROLES)
def test_no_role_reaches_the_machine_or_another_role(servers, role):
    for sql in ("COPY (SELECT 1) TO PROGRAM 'true'", "SELECT pg_read_file('/etc/passwd')", "SET ROLE tocsin_cross",
                "SET ROLE tocsin_owner", "SET SESSION AUTHORIZATION postgres", "CREATE TABLE public.x (y int)",
                "ALTER TABLE host DISABLE ROW LEVEL SECURITY", "SELECT rolpassword FROM pg_authid",
                "CREATE TEMP TABLE host (y int)"):
        code = refused(servers, role, 1, sql, None)
        assert code in ("42501", "42P01"), f"{role}: {sql}: {code}"


def test_the_tenant_is_never_set_for_a_session(servers):
    """TN-08: of all statements any of our own roles ran so far, each that sets the tenant does so locally."""
    with open(f"{servers.dir}/pg/log", encoding="utf-8", errors="replace") as f:
        text = f.read()
    setters = [line for line in text.splitlines() if re.match(r"tocsin_\w+ LOG", line) and "app.tenant_id" in line]
    for line in setters:
        assert re.search(r"set_config\('app\.tenant_id', (\$1|'\d*'), true\)", line) or "DETAIL" in line, line
