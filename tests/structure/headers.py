#!/usr/bin/python3
"""Every header compiles alone, with the flags of the build."""
import concurrent.futures
import os
import shlex
import subprocess

import tree


def alone(name):
    cc = shlex.split(os.environ.get("CC", "cc"))
    flags = shlex.split(os.environ.get("STRUCTURE_CPPFLAGS", f"-I{tree.ROOT}/backend -I{tree.BUILD} -D_GNU_SOURCE"))
    text = f'#include "{name[len("backend/"):]}"\n_Static_assert(1, "a file needs a declaration");\n'
    r = subprocess.run([*cc, "-std=c17", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", *flags, "-x", "c", "-"],
                       input=text, capture_output=True, text=True)
    return [] if r.returncode == 0 else [f"{name}: {line}" for line in r.stderr.splitlines() if "error" in line][:3] or [name]


def all_alone():
    if not os.path.exists(os.path.join(tree.BUILD, "config.h")):
        raise tree.Skip("the tree is not configured")
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return [line for lines in pool.map(alone, tree.sources(".h")) for line in lines]


tree.tap([("every header compiles alone", all_alone)])
