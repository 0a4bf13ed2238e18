"""The checks that ship, and how they are run."""
import io
import os
import subprocess
import sys
import types
import unittest
from pathlib import Path
from typing import Any, Iterator, List, Tuple

import pytest

from pkgrs.cli.commands import selftest
from pkgrs.selfcheck import run
from pkgrs.selfcheck.areas import AREAS, Area

ROOT = Path(__file__).parents[2]

# the options of Rez's command
REZ_AREAS = """amqp bind build cli commands completion config context copy_package formatter imports package_cache
    package_filter package_repository packages packages_order pip_utils plugin_manager release resources_ rex schema
    shells solver suites test util utils utils_elf utils_filesystem utils_formatting utils_resolve_graph
    version""".split()


def test_areas_are_those_of_rez() -> None:
    assert sorted(AREAS) == REZ_AREAS


@pytest.mark.parametrize("name", sorted(AREAS))
def test_areas_have_checks(name: str) -> None:
    cls = run._class_of(name)
    methods = unittest.defaultTestLoader.getTestCaseNames(cls)
    assert methods
    assert all(getattr(cls, method).__doc__ for method in methods)
    assert AREAS[name].about


class Toy(unittest.TestCase):
    __test__ = False  # not one of pytest
    def test_good(self) -> None:
        """goes well"""

    def test_bad(self) -> None:
        """goes wrong"""
        self.assertEqual(os.environ.get("TOY"), "here")

    def test_left_out(self) -> None:
        """is left out"""
        self.skipTest("no tools")

    def test_parts(self) -> None:
        """has parts"""
        for part in "ab":
            with self.subTest(part):
                self.assertEqual(part, "a")

    def test_variables(self) -> None:
        """knows that it is run"""
        self.assertEqual(os.environ["__REZ_SELFTEST_RUNNING"], "1")


@pytest.fixture()
def toy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    module = types.ModuleType("toy_checks")
    module.Toy = Toy  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "toy_checks", module)
    monkeypatch.setitem(AREAS, "toy", Area("toy_checks", "Toy", "check a toy"))
    yield


def outcome(*names: str, **arguments: Any) -> Tuple[int, List[str]]:
    stream = io.StringIO()
    failed = run.run_checks(names, stream=stream, **arguments)
    return failed, stream.getvalue().splitlines()


def test_report(toy: None) -> None:
    failed, lines = outcome("toy")
    assert failed == 2
    assert lines[0] == "toy                    2 FAILED, 2 ok, 1 skipped (no tools)"
    assert lines[1] == "    FAILED  goes wrong"
    assert any("'here'" in line for line in lines)
    assert lines[-1].startswith("2 passed, 1 skipped, 2 failed, in ")


@pytest.mark.parametrize("name, failed", [
    ("toy.test_good", 0), ("toy.test_bad", 1), ("toy.Toy.test_good", 0), ("toy.Toy", 2), ("rez.tests.test_toy", 2),
    ("test_toy", 2), ("rez.tests.test_toy.TestToy.test_good", 0),
])
def test_names(toy: None, name: str, failed: int) -> None:
    assert outcome(name)[0] == failed


def test_verbose(toy: None) -> None:
    lines = outcome("toy", verbosity=1)[1]
    assert "    ok      goes well" in lines
    assert "    skipped is left out: no tools" in lines


@pytest.mark.parametrize("name", ["nothing", "toy.test_nothing", "config.test_nothing"])
def test_unknown(toy: None, name: str) -> None:
    with pytest.raises(run.UnknownCheckError, match="there is no check '%s'" % name):
        outcome(name)


def test_environment_is_put_back(toy: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REZ_RXT_FILE", "/x.rxt")
    outcome("toy.test_good", keep_folders=True)
    assert os.environ["REZ_RXT_FILE"] == "/x.rxt"
    assert "__REZ_SELFTEST_RUNNING" not in os.environ and "REZ_KEEP_TMPDIRS" not in os.environ


@pytest.mark.parametrize("arguments, code", [
    (["toy.test_good"], 0), (["toy"], 1), (["nothing"], 2), (["--version", "toy.test_good"], 0),
])
def test_command(toy: None, arguments: List[str], code: int) -> None:
    from argparse import ArgumentParser
    parser = ArgumentParser()
    selftest.setup_parser(parser)
    parser.set_defaults(verbose=0)
    with pytest.raises(SystemExit) as caught:
        selftest.command(parser.parse_args(arguments), parser, [])
    assert caught.value.code == code


def test_everything_passes(tmp_path: Path) -> None:
    env = dict(os.environ, HOME=str(tmp_path), REZ_DISABLE_HOME_CONFIG="1", PYTHONPATH=str(ROOT))
    done = subprocess.run([sys.executable, "-c", "from pkgrs.cli.entry import run_rez_selftest as r; r()"], env=env,
                          cwd=str(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    assert done.returncode == 0, done.stdout
