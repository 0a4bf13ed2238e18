"""Suites that real Rez saved are loaded, changed and run by pkgrs, and the other way round."""
from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from parity import environments

pytestmark = [pytest.mark.slow, pytest.mark.parity]
PACKAGE = """
name = "%s"
version = "1.0"
tools = ["%s"]
def commands():
    env.PATH.append("{root}/bin")
"""


@pytest.fixture(scope="module")
def sides(tmp_path_factory):
    """Folders of the commands of both sides."""
    reference = os.environ.get("PKGRS_REFERENCE")
    if not reference:
        pytest.skip("needs PKGRS_REFERENCE")
    prefix = tmp_path_factory.mktemp("ours")
    environments.make_venv(prefix)
    environments.install_checkout(prefix, environments.site_packages(Path(sys.executable)))
    return {"rez": environments.tools_folder(Path(reference)),
            "pkgrs": environments.make_production(prefix, environments.scripts_table())}


@pytest.mark.parametrize("first, second", [("rez", "pkgrs"), ("pkgrs", "rez")])
def test_exchange(sides, tmp_path, first, second):
    for name, tool in (("one", "greet"), ("two", "it's")):
        path = tmp_path / "packages" / name / "1.0"
        (path / "bin").mkdir(parents=True)
        (path / "package.py").write_text(PACKAGE % (name, tool))
        program = path / "bin" / tool
        program.write_text('#!/bin/sh\necho "%s with $# arguments: $*"\n' % name)
        program.chmod(0o755)

    def call(side, *command):
        env = {"PATH": "%s:/usr/bin:/bin" % sides[side], "HOME": str(tmp_path), "LANG": "C.UTF-8",
               "REZ_PACKAGES_PATH": str(tmp_path / "packages"), "REZ_TMPDIR": str(tmp_path)}
        done = subprocess.run(list(command), cwd=str(tmp_path), env=env, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, encoding="utf-8")
        assert done.returncode == 0, (side, command, done.stdout)
        return done.stdout

    for side in (first, second):
        call(side, "rez-env", "one", "--output", "one-%s.rxt" % side)
        call(side, "rez-env", "two", "--output", "two-%s.rxt" % side)
    call(first, "rez-suite", "--create", "suite")
    call(first, "rez-suite", "--add", "one-%s.rxt" % first, "--context", "A", "suite")
    call(first, "rez-suite", "--add", "two-%s.rxt" % first, "--context", "B", "--prefix-char", "=", "suite")
    call(first, "rez-suite", "--prefix", "my_", "--context", "A", "suite")

    def view(side):
        return [call(side, "rez-suite", option, "suite") for option in ("--validate", "--tools")]

    assert view(first) == view(second)
    for side in (first, second):
        assert call(side, "suite/bin/my_greet", "a b", "c") == "one with 2 arguments: a b c\n"
        assert call(side, "suite/bin/it's") == "two with 0 arguments: \n"

    call(second, "rez-suite", "--add", "two-%s.rxt" % second, "--context", "C", "suite")
    call(second, "rez-suite", "--alias", "it's", "its", "--context", "C", "suite")
    call(second, "rez-suite", "--bump", "A", "suite")
    call(second, "rez-suite", "--remove", "B", "suite")
    assert view(first) == view(second)
    assert sorted(os.listdir(str(tmp_path / "suite" / "bin"))) == ["its", "my_greet"]
    for side in (first, second):
        assert call(side, "suite/bin/its", "x") == "two with 1 arguments: x\n"
        assert "one" in call(side, "suite/bin/my_greet", "+a")
