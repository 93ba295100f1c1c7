#!/usr/bin/python3
"""SQL stands in store/*_store.c, is constant, and names its tenant."""
import re

import tree

SQL = re.compile(r"(?i:\bSELECT\s[^\"]*\b(FROM\b|set_config|pg_)|\bINSERT\s+INTO\s|\bUPDATE\s+\w+\s+SET\s|\bDELETE\s+FROM\s|"
                 r"\bCREATE\s+(TABLE|INDEX|ROLE|FUNCTION)|\bALTER\s+(TABLE|ROLE)|\bDROP\s+(TABLE|ROLE))|"
                 r"\"(LISTEN|UNLISTEN|NOTIFY|BEGIN|COMMIT|ROLLBACK|COPY|SET)\b")
STRING = re.compile(r'"(?:\\.|[^"\\\n])*"')
STMT = re.compile(r"\b(STMT|STMT_SYSTEM)\s*\(\s*(\"(?:\\.|[^\"\\\n])*\")\s*,"
                  r"((?:\"(?:\\.|[^\"\\\n])*\"|[^\"])*?),\s*(\d+)\s*\)", re.S)
TENANT = re.compile(r"\btenant_id\s*=\s*\$1\b|\(\s*tenant_id\b[^)]*\)\s*(VALUES\s*\(|SELECT\s+)\s*\$1\b", re.I)
# Files that hold SQL although they are no *_store.c, and why.
ALLOWED = {
    "backend/store/db.c": "session set-up and LISTEN",
    "backend/store/tx.c": "begin, commit, rollback",
    "backend/store/wire.c": "the tenant's set_config",
    "backend/store/cache.c": "Redis commands",
    "backend/store/check_columns.h": "what the statements of two stores select",
    "backend/store/host_columns.h": "what the statements of two stores select",
    "backend/checks/self.c": "probes its target with a constant statement",
    "backend/checks/postgresql.c": "probes its target with a constant statement",
    "backend/cli/migrate.c": "applies migration files as their owner",
}


def macros(text):
    """#define NAME "text" pieces of one file, so that statements built from them can be read whole."""
    joined = re.sub(r"\\\n", " ", text)
    return {m.group(1): m.group(2) for m in re.finditer(r"^#define (\w+)(?:\([^)]*\))?[ \t]+(.*)$", joined, re.M)}


def expand(sql, defs, depth=0):
    """The SQL a C expression of literals and macros stands for; unknown words stay out."""
    out = []
    for m in re.finditer(r'"((?:\\.|[^"\\\n])*)"|(\w+)', sql):
        if m.group(1) is not None:
            out.append(m.group(1))
        elif m.group(2) in defs and depth < 6:
            out.append(expand(defs[m.group(2)], defs, depth + 1))
    return "".join(out)


def stores():
    return [n for n in tree.sources(".c") if n.startswith("backend/store/")]


def statements():
    for name in stores():
        text = tree.without_comments(tree.read(name), strings=False)
        defs = macros(text)
        for line, m in tree.matches(STMT, text):
            yield name, line, m.group(1), m.group(2).strip('"'), expand(m.group(3), defs), int(m.group(4))


def elsewhere():
    found = []
    for name in tree.sources():
        if re.match(r"backend/store/\w+_store\.c$", name) or name in ALLOWED:
            continue
        text = tree.without_comments(tree.read(name), strings=False)
        for line, m in tree.matches(STRING, text):
            if SQL.search(m.group(0)):
                found.append(f"{name}:{line}: {m.group(0)[:70]}")
    return found


def tenantless():
    return [f"{f}:{line}: {name} does not say tenant_id = $1" for f, line, kind, name, sql, _ in statements()
            if kind == "STMT" and not TENANT.search(sql)]


def miscounted():
    found = []
    for f, line, kind, name, sql, n in statements():
        highest = max([int(x) for x in re.findall(r"\$(\d+)", sql)], default=0)
        want = n + (1 if kind == "STMT" else 0)
        if highest != want:
            found.append(f"{f}:{line}: {name} declares {n} arguments, its text uses ${highest}")
    return found


def repeated():
    seen, found = {}, []
    for f, line, _, name, _, _ in statements():
        if "##" in name or name in seen:
            found.append(f"{f}:{line}: {name} is also in {seen[name]}")
        seen[name] = f"{f}:{line}"
    return found


def built():
    """A statement's text is never printed together: no formatting call takes SQL."""
    pattern = re.compile(r"\b(snprintf|buf_fmt|buf_str|buf_add|arena_fmt|asprintf)\s*\([^;]*?\"[^\"\n]*\b"
                         r"(SELECT|INSERT INTO|UPDATE|DELETE FROM|WHERE|ORDER BY)\b[^;]*;", re.S)
    return [f"{n}:{line}: {m.group(0).splitlines()[0][:70]}" for n in tree.sources(".c")
            for line, m in tree.matches(pattern, tree.without_comments(tree.read(n), strings=False))]


tree.tap([
    ("SQL stands in the stores only", elsewhere),
    ("every tenant statement names its tenant as $1", tenantless),
    ("statements declare as many arguments as they use", miscounted),
    ("statement names are unique", repeated),
    ("no SQL is built from pieces at run time", built),
])
