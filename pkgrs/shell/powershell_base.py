"""What the two PowerShells have in common."""
from __future__ import annotations

import re

from pkgrs.base.text import shlex_join
from pkgrs.config.config import config
from pkgrs.platform.current import platform_
from pkgrs.rex.escape import EscapedString
from pkgrs.rex.executor import RexExecutor
from pkgrs.shell.base import Shell
from pkgrs.shell.windows import to_windows_path
from pkgrs.shell.windows_base import WindowsShell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Union

    _Value = Union[str, EscapedString]


# what ends a session's script: the shell's exit code is that of the last command, or 1 if
# that was no program and failed
_EXIT = """\
$_rez_shell_command_status = $?
if ((Test-Path variable:LASTEXITCODE) -and $LASTEXITCODE) {
  exit $LASTEXITCODE
}
if (! $_rez_shell_command_status) {
  exit 1
}"""


class PowerShellBase(WindowsShell):
    """Scripts and start-up of PowerShell."""

    # $Env:NAME, ${Env:NAME}, and the general forms ${NAME}, $NAME
    ENV_VAR_REGEX = re.compile(
        "|".join(
            [
                "\\$[Ee][Nn][Vv]:([a-zA-Z_]+[a-zA-Z0-9_]*?)",
                "\\${[Ee][Nn][Vv]:([a-zA-Z_]+[a-zA-Z0-9_]*?)}",
                Shell.ENV_VAR_REGEX.pattern,
            ]
        )
    )

    @staticmethod
    def _escape_quotes(s: str) -> str:
        return s.replace('"', '`"').replace("'", "`'")

    @staticmethod
    def _escape_vars(s: str) -> str:
        return s.replace("$", "`$")

    def _bind_interactive_rez(self) -> None:
        if config.set_prompt and self.settings.prompt:
            self._addline('Function prompt {"%s"}' % self.settings.prompt)

    def _additional_commands(self, executor: RexExecutor) -> None:
        """Add commands to a session's script, before the command that it runs."""
        extensions = self.settings.additional_pathext
        if platform_.name == "windows" and extensions:
            executor.command(
                '$Env:PATHEXT = ((($Env:PATHEXT + ";%s") -split ";") | Select-Object -Unique) -join ";"'
                % ";".join(extensions)
            )

    def _script_arguments(self, path: str, options: Dict[str, Any]) -> List[str]:
        arguments = ["-NoExit"] if options["command"] is None else []
        arguments.append("-NoLogo")
        if self.settings.execution_policy:
            arguments += ["-ExecutionPolicy", self.settings.execution_policy]
        return arguments + ["-File", path]

    def _end_session(self, executor: RexExecutor, command: Any) -> None:
        self._additional_commands(executor)
        if command is not None:
            executor.command(command)
        for line in _EXIT.split("\n"):
            executor.command(line)

    def escape_string(self, value: _Value, is_path: bool = False) -> str:
        result = ""
        for is_literal, text in EscapedString.promote(value).expanduser().strings:
            if is_literal:
                text = self._escape_vars(text)
            elif is_path:
                text = self.normalize_paths(text)
            result += self._escape_quotes(text)
        return result

    def normalize_path(self, path: str) -> str:
        return to_windows_path(path) if platform_.name == "windows" else path

    def setenv(self, key: str, value: _Value) -> None:
        self._addline('Set-Item -Path "Env:%s" -Value "%s"' % (key, self._env_value(key, value)))

    def prependenv(self, key: str, value: _Value) -> None:
        self._addline(
            'Set-Item -Path "Env:{0}" -Value '
            '("{1}{2}" + (Get-ChildItem -ErrorAction SilentlyContinue "Env:{0}").Value)'
            .format(key, self._env_value(key, value), self.pathsep)
        )

    def appendenv(self, key: str, value: _Value) -> None:
        self._addline(
            'Set-Item -Path "Env:{0}" -Value '
            '((Get-ChildItem -ErrorAction SilentlyContinue "Env:{0}").Value + "{2}{1}")'
            .format(key, self._env_value(key, value), self.pathsep)
        )

    def _env_value(self, key: str, value: _Value) -> str:
        return self.escape_string(value, is_path=self._is_pathed_key(key))

    def unsetenv(self, key: str) -> None:
        self._addline('Remove-Item -ErrorAction SilentlyContinue "Env:%s"' % key)

    def alias(self, key: str, value: _Value) -> None:
        self._addline("function %s() { %s @args }" % (key, EscapedString.disallow(value)))

    def info(self, value: _Value) -> None:
        for line in value.split("\n"):
            self._addline("Write-Host %s" % self.convert_tokens(self.escape_string(line)))

    def error(self, value: _Value) -> None:
        for line in value.split("\n"):
            self._addline('Write-Error "%s"' % self.convert_tokens(self.escape_string(line)))

    def source(self, value: _Value) -> None:
        self._addline('. "%s"' % value)

    @classmethod
    def get_all_key_tokens(cls, key: str) -> List[str]:
        return ["${Env:%s}" % key, "$Env:%s" % key]

    @classmethod
    def line_terminator(cls) -> str:
        return "\n"

    @classmethod
    def join(cls, command: Union[str, Iterable[str]]) -> str:
        if isinstance(command, str):
            return command
        # the call operator lets a quoted path be the command
        return "& " + shlex_join(command, replacements=[("`", "``"), ('"', '`"')])
