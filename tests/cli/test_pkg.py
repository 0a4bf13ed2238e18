"""`pkg`: Rez's commands, and a few of our own that `rez` has not."""
import subprocess
import sys
from pathlib import Path
from typing import List

import pytest

from pkgrs.cli import table

ROOT = Path(__file__).parents[2]


def run(function: str, *arguments: str) -> subprocess.CompletedProcess:
    code = "from pkgrs.cli import entry; entry.%s()" % function
    return subprocess.run([sys.executable, "-c", code, *arguments], cwd=str(ROOT), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, universal_newlines=True)


@pytest.mark.parametrize("name", sorted(table.PKG_COMMANDS))
def test_rez_does_not_have_them(name: str) -> None:
    assert name not in table.subcommands
    done = run("run_rez", name)
    assert done.returncode == 2
    assert "invalid choice: '%s'" % name in done.stderr


@pytest.mark.parametrize("name", sorted(table.PKG_COMMANDS))
def test_pkg_has_them(name: str) -> None:
    done = run("run_pkg", name, "-h")
    assert done.returncode == 0
    assert done.stdout.startswith("usage: pkg %s " % name)


@pytest.mark.parametrize("arguments", [["search", "-h"], ["env", "-h"]])
def test_pkg_has_those_of_rez(arguments: List[str]) -> None:
    assert run("run_pkg", *arguments).stdout.replace("usage: pkg", "usage: rez").split() == \
        run("run_rez", *arguments).stdout.split()
