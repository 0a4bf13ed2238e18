"""Nushell."""
from __future__ import annotations

import os
import os.path
import re

from pkgrs.base.launch import Popen
from pkgrs.base.lists import is_non_string_iterable
from pkgrs.base.log import print_debug
from pkgrs.base.which import which
from pkgrs.config.config import config
from pkgrs.platform.system import system
from pkgrs.rex.action import OutputStyle
from pkgrs.rex.escape import EscapedString
from pkgrs.rex.executor import RexExecutor
from pkgrs.shell.base import Shell, _words, told_paths

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Optional, Tuple, Type, Union

    _Value = Union[str, EscapedString]


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Nushell(Shell):
    """Scripts and start-up of `nu`.

    Variables are replaced when the script is written: a reference to one that is not
    set is an error in this shell.
    """

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
        parts = (mark, stored) if config.prefix_prompt else (stored, mark)
        self._addline('$env.PROMPT_COMMAND = {|| $"%s %s" }' % parts)

    def spawn_shell(
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
        package_commands_sourced_first: Optional[bool] = None,
        **Popen_args: Any,
    ) -> Any:
        rcfile, norc, stdin, command = self.startup_capabilities(rcfile, bool(norc), bool(stdin), command)
        script = self._session_script(context_file, command, quiet, add_rez)
        path = os.path.join(tmpdir, "rez-shell.%s" % self.file_extension())
        if config.debug("shell_startup"):
            print_debug("Writing shell script to %s" % path)
        with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(script)

        line = _words(pre_command) + [self.executable]
        if norc:
            line.append("--no-config-file")
        elif rcfile:
            line += ["--config", rcfile]
        line += [path] if command is not None else ["--execute", "source %s" % self.escape_string(path)]
        if config.debug("shell_startup"):
            print_debug("Launching shell with command: %s" % self.join(line))
        return Popen(line, env=env, **Popen_args)

    def _session_script(self, context_file: str, command: Any, quiet: bool, add_rez: bool) -> str:
        """Return a script that sets up the environment, and runs the command if there is one."""
        executor = RexExecutor(
            interpreter=self.new_shell(), parent_environ={}, shebang=False, add_default_namespaces=False
        )
        if self.settings.prompt:
            mark = os.environ.get("REZ_ENV_PROMPT", "") + self.settings.prompt
            executor.setenv("REZ_ENV_PROMPT", EscapedString(mark, True))
        executor.source(context_file)
        if add_rez:
            executor.interpreter._bind_interactive_rez()
        if command is not None:
            executor.command(command)
        elif add_rez and not quiet:
            executor.info("")
            executor.info("You are now in a rez-configured environment.")
            executor.info("")
            if system.is_production_rez_install:
                executor.command("rezolve context")
        return executor.get_output()  # type: ignore[no-any-return]

    def get_output(self, style: OutputStyle = OutputStyle.file) -> str:
        if style == OutputStyle.file:
            return "\n".join(self._lines) + "\n"
        return "; ".join(line.rstrip() for line in self._lines if not line.startswith("#"))

    def escape_string(self, value: _Value, is_path: bool = False) -> str:
        result = ""
        for is_literal, text in EscapedString.promote(value).expanduser().strings:
            if is_path and not is_literal:
                text = self.normalize_paths(text)
            result += "".join(_ESCAPES.get(char, char) for char in text)
        return '"%s"' % result

    def _saferefenv(self, key: str) -> None:
        pass

    def shebang(self) -> None:
        self._addline("#!%s" % self.executable)

    def setenv(self, key: str, value: _Value) -> None:
        text = self.escape_string(value, is_path=self._is_pathed_key(key))
        if key.upper() == "PATH":
            text = "(%s | split row (char esep))" % text
        self._addline("$env.%s = %s" % (key, text))

    def unsetenv(self, key: str) -> None:
        self._addline("hide-env --ignore-errors %s" % key)

    def resetenv(self, key: str, value: _Value, friends: Optional[Iterable[str]] = None) -> None:
        self.setenv(key, value)

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

    def comment(self, value: str) -> None:
        for line in value.split("\n"):
            self._addline("# %s" % line)

    def source(self, value: _Value) -> None:
        self._addline("source %s" % self.escape_string(value))

    def command(self, value: Any) -> None:
        if is_non_string_iterable(value):
            value = self.join([str(word) for word in value])
        self._addline(value)

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
