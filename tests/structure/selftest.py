#!/usr/bin/python3
"""The rules can fail: each is shown a small tree that breaks it, and one that does not."""
import os
import subprocess
import sys
import tempfile

import tree

HERE = os.path.dirname(os.path.realpath(__file__))
GOOD = "/* What this is. */\n"
# (script, number of its rule, file, content that breaks it)
BAD = [
    ("layers", 1, "backend/base/a.c", '#include "io/net.h"\n'),
    ("layers", 1, "backend/checks/a.c", '#include "store/tx.h"\n'),
    ("layers", 1, "backend/api/a.c", '#include "checks/check.h"\n'),
    ("layers", 1, "backend/store/a.h", '#include "api/route.h"\n'),
    ("layers", 1, "backend/nowhere/a.c", ""),
    ("layers", 2, "backend/io/a.c", '#include "io/missing.h"\n'),
    ("layers", 3, "backend/api/a.c", "#include <libpq-fe.h>\n"),
    ("style", 1, "backend/io/a.c", "void f(char *a) { strcpy(a, \"x\"); }\n"),
    ("style", 1, "backend/io/a.c", "int f(void) { return system (\"x\"); }\n"),
    ("style", 1, "tests/unit/a.c", "void f(char *a) { sprintf(a, \"x\"); }\n"),
    ("style", 2, "backend/io/a.c", "long f(char *a) { return strtol(a, 0, 10); }\n"),
    ("style", 3, "backend/io/a.c", "void f(void) { exit(1); }\n"),
    ("style", 3, "backend/store/a.c", "void f(void) { printf(\"x\"); }\n"),
    ("style", 4, "backend/io/a.c", "void f(void) { time(0); }\n"),
    ("style", 5, "backend/io/a.c", "/* TO" "DO later */\n"),
    ("style", 6, "backend/io/a.c", "/* x = y + 1;\n   f(x); */\n"),
    ("style", 6, "backend/io/a.c", "#if 0\n#endif\n"),
    ("style", 7, "backend/io/a.c", "int count = 3;\n"),
    ("style", 8, "backend/io/a.h", "typedef struct a { int b; } a;\n"),
    ("style", 9, "backend/io/a.c", "static int f(int a);\n"),
    ("style", 10, "backend/io/a.c", "int f(char *a, char *hash) { return memcmp(a, hash, 3); }\n"),
    ("style", 11, "backend/io/a.h", "int f(void);\n"),
    ("sizes", 1, "backend/io/a.c", "\n" * 801),
    ("sizes", 2, "backend/io/a.c", "int f(void)\n{\n" + "    g();\n" * 61 + "}\n"),
    ("sizes", 3, "backend/io/a.c", "int a;\n"),
    ("statements", 1, "backend/api/a.c", 'const char *q = "SELECT a FROM b";\n'),
    ("statements", 2, "backend/store/a_store.c", 'static const struct stmt A = STMT("a", "SELECT b FROM c WHERE id = $2", 1);\n'),
    ("statements", 3, "backend/store/a_store.c", 'static const struct stmt A = STMT("a", "SELECT b FROM c WHERE tenant_id = $1 AND id = $2", 2);\n'),
    ("statements", 4, "backend/store/a_store.c", 'static const struct stmt A = STMT("a", "SELECT b FROM c WHERE tenant_id = $1", 0);\n'
     'static const struct stmt B = STMT("a", "SELECT d FROM c WHERE tenant_id = $1", 0);\n'),
    ("statements", 5, "backend/store/a_store.c", 'void f(void) { snprintf(z, n, "SELECT %s FROM x", col); }\n'),
    ("layout", 3, "docs/a.md", "see /ho" "me/someone/file\n"),
    ("layout", 4, "scripts/a", "#!/bin/sh\n"),
]


def verdicts(script, files):
    """rule number -> whether it held, on a tree of these files."""
    with tempfile.TemporaryDirectory() as root:
        for name, text in files.items():
            path = os.path.join(root, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
        out = subprocess.run([sys.executable, "-B", f"{HERE}/{script}.py"], env={**os.environ, "top_srcdir": root, "top_builddir": root},
                             capture_output=True, text=True).stdout
    return {int(line.split(" - ")[0].split()[-1]): not line.startswith("not") for line in out.splitlines()
            if line.startswith(("ok", "not ok"))}


def toothless():
    found = []
    for script, rule, name, text in BAD:
        head = "" if (script, rule) == ("sizes", 3) or not name.endswith((".c", ".h")) else GOOD
        if verdicts(script, {name: head + text}).get(rule) is not False:
            found.append(f"{script}.py rule {rule} lets pass: {text[:60]!r}")
    return found


def biting():
    """A decent file breaks no rule."""
    decent = {"backend/io/a.h": GOOD + "#pragma once\nint a_value(void);\n",
              "backend/io/a.c": GOOD + '#include "io/a.h"\n\nint a_value(void)\n{\n    return 3; /* the answer was 3; it stays */\n}\n',
              "backend/store/a_store.c": GOOD + 'static const struct stmt A = STMT("a", "SELECT b FROM c WHERE tenant_id = $1 AND id = $2", 1);\n'}
    return [f"{script}.py rule {rule}" for script in ("layers", "style", "sizes", "statements")
            for rule, held in verdicts(script, decent).items() if not held]


tree.tap([
    ("each rule finds what it is there for", toothless),
    ("a decent tree breaks none", biting),
])
