"""The interpreter that acts in this process."""
from __future__ import annotations

import os
import sys

import pytest

from pkgrs.errors import RexError, RezSystemError
from pkgrs.rex.executor import RexExecutor
from pkgrs.rex.python import Python


def test_target_receives_the_environment():
    target = {"OLD": "1"}
    executor = RexExecutor(Python(target), parent_environ={"B": "b"}, shebang=False)
    executor.execute_code("env.A = '$B'\nenv.A.append('x')")
    assert target == {"OLD": "1"}
    assert executor.get_output() == {"A": "b:x"}
    assert target == {"OLD": "1", "A": "b:x"}


def test_own_environment(monkeypatch):
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setenv("PKGRS_TEST", "old")
    monkeypatch.setenv("PYTHONPATH", "")
    executor = RexExecutor(Python(), parent_environ={}, shebang=False)
    executor.execute_code("env.PYTHONPATH.append('/q'); env.PYTHONPATH.prepend('/p'); env.PYTHONPATH.append('/r')")
    assert sys.path == ["/p", "/q", "/r"]
    executor.setenv("PKGRS_TEST", "new")
    assert os.environ["PKGRS_TEST"] == "old"
    executor.get_output()
    assert os.environ["PKGRS_TEST"] == "new" and os.environ["PYTHONPATH"] == "/p:/q:/r"


def test_needs_a_manager():
    with pytest.raises(RezSystemError, match="set_manager"):
        Python({}).get_output()


def test_printing(capsys):
    executor = RexExecutor(Python({}), parent_environ={}, shebang=False)
    executor.execute_code("info('hi $A'); error('oh'); comment('no')")
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("hi ${A}\n", "oh\n")
    quiet = RexExecutor(Python({}, passive=True), parent_environ={}, shebang=False)
    quiet.execute_code("info('hi'); error('oh'); command('exit 1')")
    assert capsys.readouterr() == ("", "")


def test_commands_run_in_the_target_environment(tmp_path):
    target = {"PATH": os.environ["PATH"], "A": "a"}
    executor = RexExecutor(Python(target), parent_environ={}, shebang=False)
    executor.setenv("B", "it's")
    executor.command('printf "%%s" "$A $B" > %s' % (tmp_path / "text"))
    assert (tmp_path / "text").read_text() == "a it's"
    executor.command(["touch", str(tmp_path / "a b")])
    assert (tmp_path / "a b").exists()
    with pytest.raises(RexError, match="^Error executing command: nosuchcommand \"a b\"\n"):
        executor.command(["nosuchcommand", "a b"])


def test_windows_needs_its_root(monkeypatch):
    monkeypatch.setenv("SYSTEMROOT", "C:\\W")
    interpreter = Python({})
    for environ, expected in (
        ({}, {}),
        ({"Path": "x"}, {"Path": "x", "SYSTEMROOT": "C:\\W"}),
        ({"PATH": "x", "SystemRoot": "D:"}, {"PATH": "x", "SystemRoot": "D:"}),
    ):
        interpreter._add_systemroot_to_env_win32(environ)
        assert environ == expected
