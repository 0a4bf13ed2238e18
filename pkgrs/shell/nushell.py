"""Nushell."""
from __future__ import annotations

import os
import os.path
import re

from pkgrs.base.which import which
from pkgrs.config.config import config
from pkgrs.rex.escape import EscapedString
from pkgrs.rex.executor import RexExecutor
from pkgrs.shell.base import Shell, told_paths
from pkgrs.shell.script_shell import ScriptShell
from pkgrs.shell.startup import session_executor, write_code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Optional, Tuple, Type, Union

    _Value = Union[str, EscapedString]


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Nushell(ScriptShell):
    """Scripts and start-up of `nu`.

    Variables are replaced when the script is written: a reference to one that is not
    set is an error in this shell.
    """

    command_separator = "; "
    expand_env_vars = True
    syspaths: Optional[List[str]] = None
    ENV_VAR_REGEX = re.compile(r"\$env\.([a-zA-Z_]+[a-zA-Z0-9_]*)|" + Shell.ENV_VAR_REGEX.pattern)

    @classmethod
    def name(cls) -> str:
        return "nushell"

    @classmethod
    def executable_name(cls) -> str:
        return "nu"

    @classmethod
    def file_extension(cls) -> str:
        return "nu"

    @classmethod
    def startup_capabilities(
        cls, rcfile: Any = False, norc: bool = False, stdin: bool = False, command: Any = False
    ) -> Tuple[Any, bool, bool, Any]:
        cls._unsupported_option("stdin", stdin)
        if norc:
            cls._overruled_option("rcfile", "norc", rcfile)
            rcfile = False
        if command is not None:
            cls._overruled_option("rcfile", "command", rcfile)
            rcfile = False
        return (rcfile, norc, False, command)

    @classmethod
    def get_syspaths(cls) -> List[str]:
        if cls.syspaths is None:
            paths = config.standard_system_paths
            if not paths:
                executable = cls.executable_filepath()
                code = 'print $"__PATHS_ ($env.PATH? | default [] | str join (char esep))"'
                environ = {name: value for name, value in os.environ.items() if name != "PATH"}
                paths = told_paths([executable, "--no-config-file", "-c", code], os.pathsep, environ)
                paths += [path for path in os.defpath.split(os.pathsep) if path and path not in paths]
            cls.syspaths = paths
        return cls.syspaths

    def _bind_interactive_rez(self) -> None:
        if not (config.set_prompt and self.settings.prompt):
            return
        self._addline(
            "if $env._REZ_STORED_PROMPT? == null "
            '{ $env._REZ_STORED_PROMPT = ($env.PROMPT_COMMAND? | default "") }'
        )
        mark = "(ansi attr_bold)($env.REZ_ENV_PROMPT? | default '')(ansi reset)"
        stored = "(if ($env._REZ_STORED_PROMPT | describe) == 'closure' { do $env._REZ_STORED_PROMPT })"
        self._addline('$env.PROMPT_COMMAND = {|| $"%s" }' % self._with_mark(mark, stored))

    def _heeded_options(self, rcfile: Any, norc: bool, stdin: bool, command: Any) -> Dict[str, Any]:
        rcfile, norc, _, command = self.startup_capabilities(rcfile, norc, stdin, command)
        return {"rcfile": rcfile, "norc": norc, "command": command}

    def _script_arguments(self, path: str, options: Dict[str, Any]) -> List[str]:
        arguments = []
        if options["norc"]:
            arguments.append("--no-config-file")
        elif options["rcfile"]:
            arguments += ["--config", options["rcfile"]]
        if options["command"] is not None:
            return [*arguments, path]
        return [*arguments, "--execute", "source %s" % self.escape_string(path)]

    def _write_script(self, path: str, code: str) -> None:
        write_code(path, code)

    def _session_executor(self) -> RexExecutor:
        return session_executor(self, shebang=False)

    def _begin_session(self, executor: RexExecutor) -> None:
        if self.settings.prompt:
            mark = os.environ.get("REZ_ENV_PROMPT", "") + self.settings.prompt
            executor.setenv("REZ_ENV_PROMPT", EscapedString(mark, True))

    def _end_session(self, executor: RexExecutor, command: Any) -> None:
        if command is not None:
            executor.command(command)

    def escape_string(self, value: _Value, is_path: bool = False) -> str:
        result = ""
        for is_literal, text in EscapedString.promote(value).expanduser().strings:
            if is_path and not is_literal:
                text = self.normalize_paths(text)
            result += "".join(_ESCAPES.get(char, char) for char in text)
        return '"%s"' % result

    def shebang(self) -> None:
        self._addline("#!%s" % self.executable)

    def setenv(self, key: str, value: _Value) -> None:
        text = self.escape_string(value, is_path=self._is_pathed_key(key))
        if key.upper() == "PATH":
            text = "(%s | split row (char esep))" % text
        self._addline("$env.%s = %s" % (key, text))

    def unsetenv(self, key: str) -> None:
        self._addline("hide-env --ignore-errors %s" % key)

    def alias(self, key: str, value: str) -> None:
        self._addline("alias %s = %s" % (key, self.convert_tokens(EscapedString.disallow(value))))

    def info(self, value: _Value) -> None:
        self._print("print", value)

    def error(self, value: _Value) -> None:
        self._print("print --stderr", value)

    def _print(self, command: str, value: _Value) -> None:
        """Print a value, in which what remains of references to variables is expanded."""
        for line in value.split("\n"):
            words: List[str] = []
            for is_literal, text in EscapedString.promote(line).expanduser().strings:
                words += [self.escape_string(text)] if is_literal else self._with_variables(text)
            self._addline("%s (%s)" % (command, " + ".join(words)))

    def _with_variables(self, text: str) -> List[str]:
        """Split text into strings and expressions that give a variable's value, or nothing."""
        words = []
        end = 0
        for match in self.ENV_VAR_REGEX.finditer(text):
            name = next(group for group in match.groups() if group is not None)
            words.append(self.escape_string(EscapedString(text[end:match.start()], True)))
            words.append('($env.%s? | default "" | into string)' % self.escape_string(name))
            end = match.end()
        words.append(self.escape_string(EscapedString(text[end:], True)))
        return words

    def source(self, value: _Value) -> None:
        self._addline("source %s" % self.escape_string(value))

    @classmethod
    def get_all_key_tokens(cls, key: str) -> List[str]:
        return ["$env.%s" % key]

    @classmethod
    def line_terminator(cls) -> str:
        return "\n"

    @classmethod
    def join(cls, command: Union[str, Iterable[str]]) -> str:
        if isinstance(command, str):
            return command
        words = ["".join(_ESCAPES.get(char, char) for char in word) for word in command]
        return "^" + " ".join('"%s"' % word for word in words)


def register_plugin() -> Optional[Type[Nushell]]:
    """Return the class, if there is such an executable."""
    return Nushell if which("nu") else None
