"""The Windows command prompt."""
from __future__ import annotations

import os
import os.path
import re
from functools import partial

from pkgrs.base.launch import Popen
from pkgrs.base.lists import is_non_string_iterable
from pkgrs.base.log import print_debug
from pkgrs.config.config import config
from pkgrs.platform.current import platform_
from pkgrs.platform.system import system
from pkgrs.rex.action import OutputStyle
from pkgrs.rex.escape import EscapedString, expandable
from pkgrs.rex.executor import RexExecutor
from pkgrs.shell.base import _words
from pkgrs.shell.windows import to_windows_path
from pkgrs.shell.windows_base import WindowsShell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Optional, Type, Union

    _Value = Union[str, EscapedString]


class CMD(WindowsShell):
    """Scripts and start-up of `cmd`."""

    _doskey: Optional[str] = None

    _env_var_regex = re.compile("%([A-Za-z0-9_]+)%")

    # characters that mean something to the command prompt, unless a caret stands before them
    _escape_re = re.compile(r"(?<!\^)[&<>]|(?<!\^)\^(?![&<>\^])|(\|)")
    _escaper = partial(_escape_re.sub, lambda match: "^" + match.group(0))

    def __init__(self) -> None:
        super().__init__()
        self._doskey_aliases: Dict[str, str] = {}

    @classmethod
    def name(cls) -> str:
        return "cmd"

    @classmethod
    def file_extension(cls) -> str:
        return "bat"

    def _bind_interactive_rez(self) -> None:
        if not (config.set_prompt and self.settings.prompt):
            return
        stored = os.getenv("REZ_STORED_PROMPT_CMD")
        current = stored or os.environ.get("PROMPT", "")
        if not stored:
            self.setenv("REZ_STORED_PROMPT_CMD", current)
        mark = "%REZ_ENV_PROMPT%"
        parts = (mark, current) if config.prefix_prompt else (current, mark)
        self._addline("set PROMPT=%s %s" % parts)

    def spawn_shell(  # type: ignore[override]
        self,
        context_file: str,
        tmpdir: str,
        rcfile: Optional[str] = None,
        norc: bool = False,
        stdin: bool = False,
        command: Optional[Union[str, List[str]]] = None,
        env: Optional[Dict[str, str]] = None,
        quiet: bool = False,
        pre_command: Optional[Union[str, List[str]]] = None,
        add_rez: bool = True,
        **Popen_args: Any,
    ) -> Any:
        command = self._expand_alias(command)
        Popen_args.pop("package_commands_sourced_first", None)  # there are no start-up files
        sequence = self.get_startup_sequence(rcfile, bool(norc), bool(stdin), command)
        command = sequence["command"]
        script = self._session_script(context_file, command, quiet, add_rez)
        path = os.path.join(tmpdir, "rez-shell.%s" % self.file_extension())
        if config.debug("shell_startup"):
            print_debug("Writing shell script to %s" % path)
        with open(path, "w") as file:
            file.write(script)

        line = _words(pre_command)
        in_new_window = bool(line) and line[0] == "START"
        line += [self.executable, "/Q", "/K" if command is None else "/C", "call %s" % path]
        if config.debug("shell_startup"):
            print_debug("Launching shell with command: %s" % self.join(line))
        # START is a command of the prompt, not a program
        return Popen(line, env=env, shell=in_new_window, **Popen_args)

    def _session_script(self, context_file: str, command: Any, quiet: bool, add_rez: bool) -> str:
        """Return a script that sets up the environment, then runs the command or begins a session."""
        executor = RexExecutor(
            interpreter=self.new_shell(), parent_environ={}, add_default_namespaces=False
        )
        if self.settings.prompt:
            executor.interpreter._saferefenv("REZ_ENV_PROMPT")
            executor.env.REZ_ENV_PROMPT = expandable("%REZ_ENV_PROMPT%").literal(self.settings.prompt)
        self._add_extensions(executor)

        executor.source(context_file)
        if add_rez:
            executor.interpreter._bind_interactive_rez()
        if command is not None:
            executor.command(command)
        else:
            if add_rez and not quiet:
                executor.info("")
                executor.info("You are now in a rez-configured environment.")
                executor.info("")
                if system.is_production_rez_install:
                    executor.command("cmd /Q /C rez context")
            executor.command("cmd /Q /K")
        executor.command("exit %errorlevel%")
        return executor.get_output()  # type: ignore[no-any-return]

    def _add_extensions(self, executor: RexExecutor) -> None:
        """Make the configured extensions those of executables, if they are not."""
        extensions = self.settings.additional_pathext
        if not extensions:
            return
        find = "\\".join([os.environ.get("SYSTEMROOT", "C:\\Windows"), "System32", "findstr.exe"])
        for extension in extensions:
            executor.command(
                'echo %%PATHEXT%%|%s /i /c:"%s">nul || set PATHEXT=%%PATHEXT%%;%s' % (find, extension, extension)
            )
        # findstr leaves an error code behind if it finds nothing; this clears it
        executor.command("(call )")

    def get_output(self, style: OutputStyle = OutputStyle.file) -> str:
        if style == OutputStyle.file:
            return "\n".join(self._lines) + "\n"
        return "&& ".join(line.rstrip() for line in self._lines if not line.startswith("REM"))

    def escape_string(self, value: _Value, is_path: bool = False) -> str:
        result = ""
        for is_literal, text in EscapedString.promote(value).expanduser().strings:
            if is_literal:
                # a doubled percent sign keeps a variable from being expanded
                text = self._env_var_regex.sub(r"%%\1%%", text)
            elif is_path:
                text = self.normalize_paths(text)
            result += self._escaper(text)
        return result

    def normalize_path(self, path: str) -> str:
        return to_windows_path(path)

    def _saferefenv(self, key: str) -> None:
        pass

    def shebang(self) -> None:
        pass

    def setenv(self, key: str, value: _Value) -> None:
        self._addline("set %s=%s" % (key, self.escape_string(value, is_path=self._is_pathed_key(key))))

    def unsetenv(self, key: str) -> None:
        self._addline("set %s=" % key)

    def resetenv(self, key: str, value: _Value, friends: Optional[Iterable[str]] = None) -> None:
        self.setenv(key, value)

    def alias(self, key: str, value: str) -> None:
        # found once by its path, as PATH may change before the alias is made
        if CMD._doskey is None:
            try:
                CMD._doskey = self.find_executable("doskey")
            except RuntimeError:
                CMD._doskey = "doskey"
        self._doskey_aliases[key] = value
        self._addline("%s %s=%s $*" % (CMD._doskey, key, value))

    def comment(self, value: str) -> None:
        for line in value.split("\n"):
            self._addline("REM %s" % line)

    def info(self, value: _Value) -> None:
        for line in value.split("\n"):
            text = self.convert_tokens(self.escape_string(line))
            self._addline("echo %s" % text if text else "echo.")

    def error(self, value: _Value) -> None:
        for line in value.split("\n"):
            self._addline('echo "%s" 1>&2' % self.convert_tokens(self.escape_string(line)))

    def source(self, value: _Value) -> None:
        self._addline("call %s" % value)

    def command(self, value: Any) -> None:
        if is_non_string_iterable(value):
            value = self.join([str(word) for word in value])
        self._addline(value)

    @classmethod
    def get_all_key_tokens(cls, key: str) -> List[str]:
        return ["%%%s%%" % key]

    @classmethod
    def join(cls, command: Iterable[str]) -> str:
        from subprocess import list2cmdline

        return list2cmdline(command)

    @classmethod
    def line_terminator(cls) -> str:
        return "\r\n"

    def _expand_alias(self, command: Any) -> Any:
        """Replace an alias at a command's beginning: one that doskey makes is not there in a script."""
        if not command:
            return command
        if is_non_string_iterable(command):
            first, *rest = command
            if first not in self._doskey_aliases:
                return command
            return " ".join([self._doskey_aliases[first]] + ([self.join(rest)] if rest else []))
        text = command.lstrip()
        name = text.split(" ", 1)[0]
        if name not in self._doskey_aliases:
            return command
        indent = command[: len(command) - len(text)]
        return indent + self._doskey_aliases[name] + text[len(name):]


def register_plugin() -> Optional[Type[CMD]]:
    """Return the class, if the platform is Windows."""
    return CMD if platform_.name == "windows" else None
