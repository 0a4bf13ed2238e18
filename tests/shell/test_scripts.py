"""Scripts and sessions are, byte for byte, those that were recorded from Rez."""
from __future__ import annotations

import importlib
import os
import sys

import pytest

from pkgrs.platform.system import system
from pkgrs.rex.action import OutputStyle
from pkgrs.rex.executor import RexExecutor
from pkgrs.shell.completion import module_root_path

FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, FOLDER)
from session import CODE, SESSIONS, WINDOWS_SESSIONS, describe  # noqa: E402

CLASSES = {
    "sh": "SH", "bash": "Bash", "zsh": "Zsh", "csh": "CSH", "tcsh": "TCSH", "cmd": "CMD",
    "powershell": "PowerShell", "pwsh": "PowerShellCore",
}
INHERITED = '. "/ctx/context.x"\nexport ZDOTDIR="<TMP>"\n/bin/zsh -s\n'
WINDOWS = ("cmd", "powershell", "pwsh")


class Started:
    """Stands for a process."""

    def __init__(self, command, **options):
        self.command = command
        self.options = options


@pytest.fixture(params=sorted(CLASSES))
def shell(request, monkeypatch):
    """The class of each shell, with executables in /bin, and processes that are not started."""
    module = importlib.import_module("pkgrs.shell.%s" % request.param)
    cls = getattr(module, CLASSES[request.param])
    monkeypatch.setattr(cls, "find_executable", classmethod(lambda cls, name, check_syspaths=False: "/bin/" + name))
    for name in ("base", "script_shell"):
        monkeypatch.setattr("pkgrs.shell.%s.Popen" % name, Started)
    if request.param == "cmd":
        monkeypatch.setattr(cls, "_doskey", "doskey")
    return cls


def recorded(cls, kind):
    with open(os.path.join(FOLDER, "expected", "%s.%s" % (cls.name(), kind)), encoding="utf-8") as file:
        return file.read()


def test_script(shell, monkeypatch):
    monkeypatch.setenv("HOME", "/home/me")
    executor = RexExecutor(interpreter=shell(), parent_environ={"P": "p0"}, parent_variables=["P"])
    executor.execute_code(CODE)
    text = executor.get_output() + "==== eval\n" + executor.get_output(OutputStyle.eval) + "\n"
    assert text == recorded(shell, "script")


def test_sessions(shell, home, tmp_path, override, monkeypatch):
    monkeypatch.setitem(system.__dict__, "rez_bin_path", "/rez/bin")
    parts = []
    for name, files, options, settings in SESSIONS:
        options = dict(options)
        if shell.name() in WINDOWS:
            if name not in WINDOWS_SESSIONS:
                continue
            if shell.name() != "cmd":
                options.pop("pre_command", None)
        own = home / name
        own.mkdir()
        monkeypatch.setenv("HOME", str(own))
        for file in files:
            (own / file).touch()
        before = {key: None for key in settings}
        for key, value in settings.items():
            override(key, value)
        tmpdir = tmp_path / ("tmp-" + name)
        tmpdir.mkdir()
        process = shell().spawn_shell("/ctx/context.x", str(tmpdir), **options)
        text = describe(process.command, process.options, str(tmpdir), str(own), module_root_path)
        parts.append("==== %s\n%s" % (name, text))
        for key in before:
            override(key, {"prefix_prompt": True, "set_prompt": True}[key])
    text = "".join(parts)
    if shell.name() == "zsh":
        # in Rez, a session that reads commands from a pipe has no environment
        assert text.count(INHERITED) == 1
        text = text.replace(INHERITED, INHERITED.split("\n", 1)[1])
    assert text == recorded(shell, "sessions")


def test_powershell_starts_after_another_command(shell, tmp_path):
    """The shell's options follow the shell, whatever it is started by."""
    if "powershell" not in shell.__mro__[1].__module__:
        pytest.skip("not a PowerShell")
    process = shell().spawn_shell("/ctx/x", str(tmp_path), pre_command="nice -n 5")
    assert process.command[:5] == ["nice", "-n", "5", "/bin/" + shell.name(), "-NoExit"]


def test_windows_shells_take_a_list(shell, tmp_path):
    if shell.name() not in WINDOWS:
        pytest.skip("not of Windows")
    shell().spawn_shell("/ctx/x", str(tmp_path), command=["run", "a b"])
    name = next(name for name in os.listdir(str(tmp_path)) if name.startswith("rez-shell"))
    assert 'run "a b"' in (tmp_path / name).read_text()
