"""The Windows command prompt."""
from __future__ import annotations

import os
import os.path
import re
from functools import partial

from pkgrs.base.lists import is_non_string_iterable
from pkgrs.config.config import config
from pkgrs.platform.current import platform_
from pkgrs.rex.escape import EscapedString, expandable
from pkgrs.rex.executor import RexExecutor
from pkgrs.shell.windows import to_windows_path
from pkgrs.shell.windows_base import WindowsShell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Optional, Type, Union

    _Value = Union[str, EscapedString]


class CMD(WindowsShell):
    """Scripts and start-up of `cmd`."""

    comment_mark = "REM"
    context_command = "cmd /Q /C rez context"

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
        self._addline("set PROMPT=%s" % self._with_mark("%REZ_ENV_PROMPT%", current))

    def _heeded_options(self, rcfile: Any, norc: bool, stdin: bool, command: Any) -> Dict[str, Any]:
        return super()._heeded_options(rcfile, norc, stdin, self._expand_alias(command))

    def _script_arguments(self, path: str, options: Dict[str, Any]) -> List[str]:
        return ["/Q", "/K" if options["command"] is None else "/C", "call %s" % path]

    def _start(self, line: List[str], **Popen_args: Any) -> Any:
        # START is a command of the prompt, not a program
        return super()._start(line, shell=line[0] == "START", **Popen_args)

    def _begin_session(self, executor: RexExecutor) -> None:
        if self.settings.prompt:
            executor.interpreter._saferefenv("REZ_ENV_PROMPT")
            executor.env.REZ_ENV_PROMPT = expandable("%REZ_ENV_PROMPT%").literal(self.settings.prompt)
        self._add_extensions(executor)

    def _end_session(self, executor: RexExecutor, command: Any) -> None:
        executor.command("cmd /Q /K" if command is None else command)
        executor.command("exit %errorlevel%")

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

    def setenv(self, key: str, value: _Value) -> None:
        self._addline("set %s=%s" % (key, self.escape_string(value, is_path=self._is_pathed_key(key))))

    def unsetenv(self, key: str) -> None:
        self._addline("set %s=" % key)

    def alias(self, key: str, value: str) -> None:
        # found once by its path, as PATH may change before the alias is made
        if CMD._doskey is None:
            try:
                CMD._doskey = self.find_executable("doskey")
            except RuntimeError:
                CMD._doskey = "doskey"
        self._doskey_aliases[key] = value
        self._addline("%s %s=%s $*" % (CMD._doskey, key, value))

    def info(self, value: _Value) -> None:
        for line in value.split("\n"):
            text = self.convert_tokens(self.escape_string(line))
            self._addline("echo %s" % text if text else "echo.")

    def error(self, value: _Value) -> None:
        for line in value.split("\n"):
            self._addline('echo "%s" 1>&2' % self.convert_tokens(self.escape_string(line)))

    def source(self, value: _Value) -> None:
        self._addline("call %s" % value)

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
