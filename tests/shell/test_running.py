"""Real shells run the scripts; shells that are not installed are skipped."""
from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from pkgrs.rex.escape import literal
from pkgrs.rex.executor import RexExecutor
from pkgrs.shell.bash import Bash
from pkgrs.shell.csh import CSH
from pkgrs.shell.fish import Fish
from pkgrs.shell.nushell import Nushell
from pkgrs.shell.sh import SH
from pkgrs.shell.tcsh import TCSH
from pkgrs.shell.zsh import Zsh

OPTIONS = {SH: [], Bash: ["--norc"], Zsh: ["-f"], CSH: ["-f"], TCSH: ["-f"], Fish: ["--no-config"], Nushell: ["-n"]}
HOSTILE = [
    "plain", "a b", "it's", 'say "hi"', "$NOPE", "${NOPE}", "$(touch pwned)", "`touch pwned`", "a;touch pwned",
    "a\ntouch pwned", "!x!", "100%", "é ü 漢", "back\\slash\\", "tab\tx", "* ? [a] {b,c}", "~", "~root/x", "#c",
    "<in >out", "&& || &", "\\n", "\\$A", "'", '"', "a'b\"c", "(x)", "$$", "$1", "%A%", "^", "--x", "", " a ",
]
PRINT = "import json, os; print('ENV' + json.dumps(dict(os.environ)))"


@pytest.fixture(params=list(OPTIONS), ids=lambda cls: cls.name())
def shell(request):
    if not request.param.is_available():
        pytest.skip("no %s" % request.param.name())
    return request.param


def run(shell, executor, tmp_path):
    """Run the script; return the environment at its end, and what it printed before."""
    program = tmp_path / "environ.py"
    program.write_text(PRINT)
    executor.command([sys.executable, str(program)])
    script = tmp_path / "script"
    script.write_text(executor.get_output(), encoding="utf-8")
    output = subprocess.check_output(
        [shell().executable] + OPTIONS[shell] + [str(script)], cwd=str(tmp_path), encoding="utf-8"
    )
    printed, _, environ = output.partition("ENV")
    return json.loads(environ), printed


def executor_for(shell):
    return RexExecutor(interpreter=shell(), parent_environ=dict(os.environ), shebang=False)


def test_literal_strings_stay_as_they_are(shell, tmp_path):
    executor = executor_for(shell)
    expected = {}
    for number, value in enumerate(HOSTILE):
        executor.setenv("V%d" % number, literal(value))
        executor.setenv("W%d" % number, "x")
        executor.appendenv("W%d" % number, literal(value))
        expected["V%d" % number] = value
        expected["W%d" % number] = "x:" + value
    environ, printed = run(shell, executor, tmp_path)
    assert {name: environ.get(name) for name in expected} == expected
    assert printed == ""
    assert not (tmp_path / "pwned").exists()


def test_literal_arguments_stay_as_they_are(shell, tmp_path):
    """All but the first word of a command that is a list are quoted, and what is literal is not expanded."""
    program = tmp_path / "arguments.py"
    program.write_text("import json, sys; print('ARGUMENTS' + json.dumps(sys.argv[1:]))")
    executor = executor_for(shell)
    executor.command([sys.executable, str(program)] + [literal(word) for word in HOSTILE])
    _, printed = run(shell, executor, tmp_path)
    assert json.loads(printed.partition("ARGUMENTS")[2]) == HOSTILE
    assert not (tmp_path / "pwned").exists()


def test_expandable_strings_are_expanded(shell, tmp_path):
    executor = executor_for(shell)
    executor.execute_code(
        "env.FOO = 'foo'\n"
        "env.BAR = '${FOO}/bar $FOO'\n"
        "env.BAR.append('z')\n"
        "env.BAR.prepend(expandable('$FOO ').l('$FOO'))\n"
        "env.GONE = '1'\n"
        "env.GONE.unset()\n"
        "env.EMPTY = ''\n"
        "info('see $FOO!')\n"
    )
    environ, printed = run(shell, executor, tmp_path)
    assert environ["BAR"] == "foo $FOO:foo/bar foo:z"
    assert "GONE" not in environ
    assert environ["EMPTY"] == ""
    assert printed == "see foo!\n"


def test_path_is_kept_as_a_list(shell, tmp_path):
    executor = executor_for(shell)
    executor.setenv("PATH", "/a b")
    executor.appendenv("PATH", os.environ["PATH"])
    executor.prependenv("PATH", "/first")
    environ, _ = run(shell, executor, tmp_path)
    assert environ["PATH"] == "/first:/a b:" + os.environ["PATH"]


@pytest.mark.parametrize("command, status", [("exit 66", 66), (["sh", "-c", "exit 3"], 3)])
def test_exit_status(shell, tmp_path, command, status):
    context = tmp_path / "context"
    executor = executor_for(shell)
    executor.setenv("FOO", "foo")
    context.write_text(executor.get_output())
    process = shell().spawn_shell(str(context), str(tmp_path), norc=True, command=command, quiet=True)
    assert process.wait() == status


def test_session_reads_its_environment(shell, tmp_path):
    """Commands on the standard input of a session see the environment and, where functions survive, the aliases."""
    if shell is Nushell:
        pytest.skip("reads no commands from its standard input")
    context = tmp_path / "context"
    executor = executor_for(shell)
    executor.setenv("FOO", "it is set")
    executor.alias("say", "echo said")
    context.write_text(executor.get_output())
    tmpdir = tmp_path / "files"
    tmpdir.mkdir()
    process = subprocess_with_input(shell, str(context), str(tmpdir))
    output, _ = process.communicate('echo "$FOO"\n%s' % ("say so\n" if shell not in (SH, Zsh) else ""))
    lines = output.splitlines()
    assert "it is set" in lines
    assert shell in (SH, Zsh) or "said so" in lines


def subprocess_with_input(shell, context, tmpdir):
    import pkgrs.shell.base as base

    launch = base.Popen

    def popen(command, **kwargs):
        return launch(command, **dict(kwargs, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))

    base.Popen = popen
    try:
        return shell().spawn_shell(context, tmpdir, stdin=True, quiet=True)
    finally:
        base.Popen = launch


def test_system_paths(shell, monkeypatch):
    monkeypatch.setattr(shell, "syspaths", None)
    paths = shell.get_syspaths()
    assert "/usr/bin" in paths and all(paths)
