"""Aliases that name folders with `<` or `>` in their names."""
from __future__ import annotations

import subprocess

import pytest

from pkgrs.shell.alias import with_escaped_redirects
from pkgrs.shell.bash import Bash
from pkgrs.shell.csh import CSH
from pkgrs.shell.sh import SH
from pkgrs.shell.zsh import Zsh


@pytest.fixture
def program(tmp_path):
    folder = tmp_path / "foo" / "python-<3" / "maya->=2024"
    folder.mkdir(parents=True)
    path = folder / "tool"
    path.write_text("#!/bin/sh\necho ran $1\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize("code", [
    "cmd < file", "cmd <file", "cmd >/dev/null 2>&1", "/bin/cmd>out", "/no/such-<3/tool", "echo '/a<b'", "<", "",
])
def test_other_code_stays(code):
    assert with_escaped_redirects(code) == code


def test_path_is_escaped(program):
    escaped = program.replace("<", "\\<").replace(">", "\\>")
    assert with_escaped_redirects("%s -x > /dev/null" % program) == "%s -x > /dev/null" % escaped
    assert with_escaped_redirects("A=1 %s|cat" % program) == "A=1 %s|cat" % escaped


def test_quoted_path_stays(program):
    for code in ('"%s" x', "'%s' x"):
        assert with_escaped_redirects(code % program) == code % program


@pytest.mark.parametrize("cls, options", [(SH, []), (Bash, ["--norc"]), (Zsh, ["-f"]), (CSH, ["-f"])])
def test_alias_runs(cls, options, program, tmp_path):
    if not cls.is_available():
        pytest.skip("no %s" % cls.name())
    shell = cls()
    shell.alias("tool", program)
    shell.command("tool now")
    script = tmp_path / "script"
    script.write_text(shell.get_output())
    output = subprocess.check_output([shell.executable] + options + [str(script)], universal_newlines=True)
    assert output == "ran now\n"
