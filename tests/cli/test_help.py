"""The manual, help and completion: made of the same tables, clean, and true in real shells."""
import os
import re
import shutil
import subprocess

import pytest

from conftest import TOCSIN
from harness.paths import BUILD, ROOT

PAGES = subprocess.run([TOCSIN, "man", "--list"], capture_output=True, text=True, check=True).stdout.split()
COMMANDS = [p[len("tocsin-"):-2] for p in PAGES if p.startswith("tocsin-") and p.endswith(".1")]


def test_one_page_a_command_and_configuration_file():
    overview = subprocess.run([TOCSIN, "--help"], capture_output=True, text=True, check=True).stdout
    assert [m[1] for m in re.finditer(r"^  ([a-z]+) +\w", overview.split("examples:")[0], re.M)] == COMMANDS
    assert {"tocsin.1", "tocsin.conf.5", "tocsin-contexts.5"} <= set(PAGES)
    with open(f"{ROOT}/backend/cli/pages.am", encoding="utf-8") as f:
        installed = re.findall(r"man/(\S+\.[15])", f.read().split("nodist_man_MANS")[0])
    assert sorted(installed) == sorted(PAGES), "what make install installs"
    for page in PAGES:
        assert os.path.exists(f"{BUILD}/man/{page}")


@pytest.mark.skipif(not shutil.which("mandoc"), reason="mandoc is not installed")
@pytest.mark.parametrize("page", PAGES)
def test_pages_are_clean(page, tmp_path):
    path = tmp_path / page
    path.write_text(subprocess.run([TOCSIN, "man", page], capture_output=True, text=True, check=True).stdout)
    found = subprocess.run(["mandoc", "-T", "lint", str(path)], capture_output=True, text=True, check=False).stdout.splitlines()
    # Other pages of ours are not installed here; that they exist is asked below.
    assert [line for line in found if "referenced manual not found: Xr tocsin" not in line] == []
    for name, section in re.findall(r"^\.Xr (\S+) (\d)", path.read_text(), re.M):
        assert f"{name}.{section}" in PAGES
    shown = subprocess.run(["mandoc", "-T", "utf8", str(path)], capture_output=True, text=True, check=True).stdout
    assert "SEE ALSO" in re.sub(".\b", "", shown)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_and_manual_have_the_same_options(command):
    short = subprocess.run([TOCSIN, command, "--help"], capture_output=True, text=True, check=True).stdout
    page = subprocess.run([TOCSIN, "man", command], capture_output=True, text=True, check=True).stdout
    options = set(re.findall(r"^ +(?:-\w, )? *--([a-z-]+)", short.split("options:")[-1], re.M))
    assert options <= {m.replace("\\-", "-") for m in re.findall(r"Fl \\-([a-z\\-]+)", page)}


def words(me, *typed):
    """What is offered after these words, the last one as far as it is typed."""
    lines = me.out("__complete", *typed).splitlines()
    return [line.split("\t")[0] for line in lines]


def test_candidates(me, filled):
    assert words(me, "desc") == ["describe"]
    assert {"get", "create", "watch"} & set(words(me, "")) >= {"get", "create"}
    assert words(me, "get", "ho") == ["hosts"]
    assert "results" not in words(me, "edit", "")
    assert words(me, "get", "hosts", "-o", "") == ["table", "wide", "json", "yaml", "csv", "name"]
    assert words(me, "get", "hosts", "--status=d") == ["--status=degraded", "--status=down"]
    assert "--selector" in words(me, "get", "hosts", "--se")
    assert words(me, "get", "checks", "--sort", "-n") == ["-name"]
    assert words(me, "describe", "host", "web") == ["web1", "web2"]
    assert words(me, "test", "web1/") == ["web1/http"]
    assert words(me, "get", "results", "web2/h") == ["web2/http"]
    assert words(me, "create", "hosts", "crit") == ["criticality=", ":nospace"]
    assert words(me, "create", "hosts", "criticality=l") == ["criticality=low"]
    assert words(me, "create", "checks", "host=web") == ["host=web1", "host=web2"]
    assert "type=icmp" in words(me, "create", "checks", "type=")
    assert words(me, "create", "hosts", "-f", "") == [":files"]
    assert words(me, "no", "such") == words(me, "get", "nothing", "x") == []


def test_completion_without_a_server_is_silent(nobody):
    for env in ({}, {"TOCSIN_URL": "http://127.0.0.1:9", "TOCSIN_API_KEY": "x"}):
        r = nobody.run("__complete", "describe", "host", "w", env=env)
        assert r.stdout == r.stderr == ""


def shell(me, *command, script):
    env = me.env(PATH=f"{BUILD}:{os.environ['PATH']}")
    r = subprocess.run([*command, script], env=env, capture_output=True, text=True, timeout=20, check=False)
    assert r.returncode == 0 and not r.stderr, r.stderr
    return r.stdout.split("\n")[:-1]


CASES = [("tocsin get ho", ["hosts"]), ("tocsin describe host web", ["web1", "web2"]), ("tocsin get hosts -o js", ["json"])]


def test_bash(me, filled):
    for line, wanted in CASES + [("tocsin create hosts criticality=l", ["low"]), ("tocsin get hosts --status=do", ["down"])]:
        split = [w for w in re.split(r"\s|(=)", line) if w]
        script = f"source <(tocsin completion bash); COMP_WORDS=({' '.join(split)}); COMP_CWORD={len(split) - 1}; _tocsin; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        assert shell(me, "bash", "--norc", "-c", script=script) == wanted, line


@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not installed")
def test_zsh(me, filled):
    for line, wanted in CASES:
        script = (f"autoload -Uz compinit; compinit -u -D; source <(tocsin completion zsh); [[ $_comps[tocsin] == _tocsin ]] || exit 9; "
                  f"compadd() {{ print -l -- $candidates; }}; words=({line}); CURRENT=$#words; _tocsin")
        assert shell(me, "zsh", "-f", "-c", script=script) == wanted, line


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
def test_fish(me, filled):
    for line, wanted in CASES:
        got = shell(me, "fish", "--no-config", "-c", script=f"tocsin completion fish | source; complete -C '{line}'")
        assert [g.split("\t")[0] for g in got] == wanted, line


def test_scripts_are_well_formed(me):
    for name, check in (("bash", ["bash", "-n"]), ("zsh", ["zsh", "-n"]), ("fish", ["fish", "--no-execute"])):
        if shutil.which(name):
            subprocess.run([*check, "/dev/stdin"], input=me.out("completion", name), text=True, check=True, timeout=20)
