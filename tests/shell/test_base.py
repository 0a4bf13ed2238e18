"""What shells have in common: hooks, executables, options, output."""
from __future__ import annotations

import os

import pytest

from pkgrs.errors import RezPluginError
from pkgrs.rex.action import OutputStyle
from pkgrs.rex.escape import expandable, literal
from pkgrs.rex.executor import RexExecutor
from pkgrs.shell import base
from pkgrs.shell.base import Shell, UnixShell
from pkgrs.shell.bash import Bash
from pkgrs.shell.cmd import CMD
from pkgrs.shell.csh import CSH
from pkgrs.shell.fish import Fish
from pkgrs.shell.gitbash import GitBash
from pkgrs.shell.powershell import PowerShell
from pkgrs.shell.sh import SH
from pkgrs.shell.windows import to_posix_path, to_windows_path
from pkgrs.shell.zsh import Zsh


@pytest.mark.parametrize("cls, options, heeded", [
    (SH, ("rc", True, True, None), (False, True, True, None)),
    (SH, ("rc", False, True, "x"), (False, False, False, "x")),
    (Bash, (None, False, False, None), (None, False, False, None)),
    (Bash, ("rc", False, False, None), ("rc", False, False, None)),
    (Bash, ("rc", True, False, None), (False, True, False, None)),
    (Bash, ("rc", False, True, None), (False, False, True, None)),
    (Zsh, ("rc", True, True, "x"), (False, True, False, "x")),
    (CSH, ("rc", True, True, None), (False, True, True, None)),
    (CMD, ("rc", True, True, "x"), (False, False, False, "x")),
    (PowerShell, ("rc", True, True, None), (False, False, False, None)),
])
def test_capabilities(cls, options, heeded):
    assert cls.startup_capabilities(*options) == heeded


def test_overruled_options_are_reported(override, caplog):
    override("warn_shell_startup", True)
    Bash.startup_capabilities("rc", True, True, "x")
    SH.startup_capabilities("rc")
    assert [record.getMessage() for record in caplog.records] == [
        "rcfile ignored by bash shell - overruled by norc option",
        "stdin ignored by bash shell - overruled by command option",
        "rcfile ignored, not supported by sh shell",
    ]


def test_hooks_are_called_in_order(tmp_path, monkeypatch):
    """The order that subclasses rely on."""
    calls = []

    def recording(name):
        original = getattr(Bash, name)

        def method(self, *args):
            calls.append((name,) + tuple(str(arg) for arg in args if not isinstance(arg, RexExecutor)))
            return original(self, *args)

        return method

    names = ["_saferefenv", "setenv", "unsetenv", "source", "command", "_bind_interactive_rez", "_write_startup_env",
             "shebang", "_startup_env_var"]
    recorder = type("Bash", (Bash,), {name: recording(name) for name in names})
    monkeypatch.setattr(recorder, "find_executable", classmethod(lambda *args: "/bin/bash"))
    monkeypatch.setattr(base, "Popen", lambda *args, **kwargs: None)
    monkeypatch.setattr("pkgrs.shell.bash.completion_script", lambda name: "/complete")
    recorder().spawn_shell("/ctx", str(tmp_path), stdin=True)
    assert calls == [
        ("shebang",),
        ("_saferefenv", "REZ_ENV_PROMPT"),
        ("setenv", "REZ_ENV_PROMPT", "${REZ_ENV_PROMPT}>"),
        ("shebang",),
        ("source", "/ctx"),
        ("unsetenv", "BASH_ENV"),
        ("_bind_interactive_rez",),
        ("source", "/complete"),
        ("setenv", "BASH_ENV", str(tmp_path / "BASH_ENV.sh")),
        ("command", "/bin/bash -s"),
        ("command", "exit $?"),
    ]


def test_executable(override, tmp_path, monkeypatch):
    program = tmp_path / "prog"
    program.write_text("")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert SH.find_executable("prog") == str(program)
    with pytest.raises(RuntimeError, match="Couldn't find executable 'nosuch'."):
        SH.find_executable("nosuch")
    assert not SH.is_available()
    override("plugins.shell.sh.executable_fullpath", str(program))
    assert SH.is_available()
    assert SH().executable == str(program)


def test_executable_in_the_shells_own_paths(override, tmp_path, monkeypatch):
    (tmp_path / "prog").write_text("")
    (tmp_path / "prog").chmod(0o755)
    monkeypatch.setattr(SH, "syspaths", [str(tmp_path)])
    monkeypatch.setenv("PATH", "/nowhere")
    assert SH.find_executable("prog", check_syspaths=True) == str(tmp_path / "prog")


def test_configured_system_paths(override, monkeypatch):
    override("standard_system_paths", ["/only"])
    for cls in (SH, CSH, CMD, PowerShell, GitBash):
        monkeypatch.setattr(cls, "syspaths", None)
        assert cls.get_syspaths() == ["/only"]


def test_reset_is_set():
    """The command that crashes in Rez."""
    for cls in (SH, CSH, CMD, PowerShell):
        executor = RexExecutor(interpreter=cls(), parent_environ={}, shebang=False)
        executor.resetenv("A", "b", friends=["C"])
        other = RexExecutor(interpreter=cls(), parent_environ={}, shebang=False)
        other.setenv("A", "b")
        assert executor.get_output() == other.get_output()


def test_evaluated_output_has_no_comments():
    shell = SH()
    for line in ("# no", "a ", "b() { c; };", "d"):
        shell._addline(line)
    assert shell.get_output(OutputStyle.eval) == "a;b() { c; };d"
    assert shell.get_output() == "# no\na \nb() { c; };\nd\n"


@pytest.mark.parametrize("cls, words, joined", [
    (SH, ["a", "b c", "d'e", "$f", '"', "!", ""], "a \"b c\" \"d'e\" \"$f\" \"\"'\"'\"\" \"!\" ''"),
    (SH, ["hey `", "`x`"], '"hey \\`" `x`'),
    (CSH, ["hey `"], "\"hey \"'`'\"\""),
    (Fish, ["a-b", "hey `", "it's $A.", ""], "a-b 'hey `' 'it\\'s '\"$A\"'.' ''"),
    (CSH, ["a", "$(x)", "${a}", "!"], "a \"\"'$'\"(x)\" \"${a}\" \"\\!\""),
    (PowerShell, ["a", 'b"c'], '& a "b`"c"'),
    (CMD, ["a", "b c", 'd"e'], 'a "b c" d\\"e'),
])
def test_join(cls, words, joined):
    assert cls.join(words) == joined


@pytest.mark.parametrize("cls, value, path, text", [
    (SH, "a\\b", False, '"a\\\\b"'),
    (SH, literal("it's"), False, "'it'\"'\"'s'"),
    (SH, literal("a"), False, "'a'"),
    (Zsh, expandable("5%").l("5%"), False, "\"5%%\"'5%'"),
    (CSH, expandable('"!').l("!"), False, '""\\""\\!"\'\\!\''),
    (CSH, "a\nb", False, '"a\\\nb"'),
    (CMD, "a&b^|<", False, "a^&b^^^|^<"),
    (CMD, expandable("%A%/x").l("%A%"), True, "%A%\\x%%A%%"),
    (PowerShell, expandable("$A'").l("$A\""), False, "$A`'`$A`\""),
    (GitBash, "C:\\a:D:\\b", True, '"/C/a:/D/b"'),
])
def test_escaping(cls, value, path, text):
    assert cls().escape_string(value, is_path=path) == text


def test_tokens():
    text = "$A ${B} %C% $env:D"
    assert SH.convert_tokens(text) == "${A} ${B} %C% ${env}:D"
    assert CMD.convert_tokens(text) == "%A% %B% %C% %env%:D"
    assert PowerShell.convert_tokens(text) == "${Env:A} ${Env:B} %C% ${Env:D}"


def test_alias_at_the_beginning_of_a_command():
    shell = CMD()
    shell._doskey_aliases = {"foo": "bar -x", "f2": "foo"}
    assert shell._expand_alias("foo a & foo") == "bar -x a & foo"
    assert shell._expand_alias("food") == "food"
    assert shell._expand_alias(["f2", "a b"]) == 'foo "a b"'


def test_windows_paths(monkeypatch):
    monkeypatch.setenv("V", "w")
    assert to_posix_path("c:\\a\\%V%/%NOPE%") == "/c/a/w/%NOPE%"
    assert to_windows_path("/c/a") == "\\c\\a"


def test_abstract_shell():
    for call in (Shell.name, Shell.file_extension, Shell.get_syspaths, Shell.line_terminator,
                 UnixShell.file_extension, lambda: UnixShell.get_startup_sequence(None, False, False, None)):
        with pytest.raises(NotImplementedError):
            call()


def test_paths_that_the_shell_tells(monkeypatch, tmp_path):
    monkeypatch.setattr(SH, "syspaths", None)
    program = tmp_path / "sh"
    program.write_text('#!/bin/sh\necho noise\necho "__PATHS_ /one:/two"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert SH.get_syspaths()[:2] == ["/one", "/two"]
    assert set(os.defpath.split(os.pathsep)) - {""} <= set(SH.get_syspaths())


def test_listed_shells(monkeypatch, override):
    monkeypatch.setattr(base.plugin_manager, "get_plugins", lambda plugin_type: ["bash", "fish", "nushell", "sh"])
    names = base.get_shell_types()
    assert names == ["bash", "sh"] and list(names) == ["bash", "sh"]
    assert "fish" in names and "tcsh" not in names
    override("default_shell", "fish")
    assert base.get_shell_types() == ["bash", "fish", "sh"]


def test_shell_by_name(override):
    assert base.get_shell_class("bash") is Bash
    assert type(base.create_shell("bash")) is Bash
    override("default_shell", "zsh")
    assert base.get_shell_class() is Zsh
    with pytest.raises(RezPluginError, match="Unrecognised shell plugin: 'cmd'"):
        base.create_shell("cmd")
