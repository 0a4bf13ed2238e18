"""The command that interprets rex code."""
from __future__ import annotations

import argparse

import pytest

from pkgrs.cli.commands import interpret
from pkgrs.errors import RexError, RezError


def run(*arguments):
    parser = argparse.ArgumentParser()
    interpret.setup_parser(parser)
    interpret.command(parser.parse_args(arguments), parser)


@pytest.mark.parametrize("arguments, output", [
    (["-f", "sh", "-c", "env.A = 1"], 'export A="1"\n\n'),
    (["-f", "dict", "-c", "env.A = '$B'; env.B = 2"], "{'A': '${B}', 'B': '2'}\n"),
    (["-f", "table", "-c", "env.LONG = 1; env.A = 2"], "A     2\nLONG  1\n"),
    (["-f", "table", "-c", "pass"], "\n"),
    (["-f", "dict", "--pv", "X", "--", "-c"], None),
])
def test_output(arguments, output, capsys):
    if output is None:
        with pytest.raises(RezError, match="No such file"):
            run("--no-env", *arguments)
        return
    run("--no-env", *arguments)
    printed = capsys.readouterr().out
    assert printed.split("\n", 1)[1] == output if printed.startswith("#!") else printed == output


@pytest.mark.parametrize("variables, value", [(["X"], "old:new"), (["all"], "old:new"), (["Y"], "new")])
def test_parent_variables(variables, value, capsys, monkeypatch):
    monkeypatch.setenv("X", "old")
    run("-f", "dict", "-c", "env.X.append('new')", "--pv", *variables)
    assert capsys.readouterr().out == "{'X': '%s'}\n" % value


def test_file(tmp_path, capsys):
    file = tmp_path / "code.rex"
    file.write_text("env.A = 'é'", encoding="utf-8")
    run("-f", "dict", str(file))
    assert capsys.readouterr().out == "{'A': 'é'}\n"
    file.write_text("1/0")
    with pytest.raises(RexError, match="^Failed to exec %s:" % file):
        run("-f", "dict", str(file))
