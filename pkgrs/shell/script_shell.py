"""Shells that are started with one script, which sets up the environment and goes on to the command or the session."""
from __future__ import annotations

import os.path

from pkgrs.base.launch import Popen
from pkgrs.base.lists import is_non_string_iterable
from pkgrs.base.log import print_debug
from pkgrs.config.config import config
from pkgrs.rex.action import OutputStyle
from pkgrs.shell.base import Shell, _words
from pkgrs.shell.startup import session_executor, welcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Optional, Union

    from pkgrs.rex.escape import EscapedString
    from pkgrs.rex.executor import RexExecutor

    _Value = Union[str, EscapedString]


__all__: List[str] = []


class ScriptShell(Shell):
    """A shell that gets its environment from one script, not from start-up files.

    A subclass says what the script has before and after the environment is set up (`_begin_session`,
    `_end_session`), and which arguments make the shell run it (`_script_arguments`).
    """

    #: What a line of a script that is a comment begins with.
    comment_mark = "#"
    #: What stands between commands that are evaluated as one line.
    command_separator = "&& "
    #: What shows the user the environment when a session begins.
    context_command = "rezolve context"

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
        options = self._heeded_options(rcfile, bool(norc), bool(stdin), command)
        script = self._session_script(context_file, options["command"], quiet, add_rez)
        path = os.path.join(tmpdir, "rez-shell.%s" % self.file_extension())
        if config.debug("shell_startup"):
            print_debug("Writing shell script to %s" % path)
        self._write_script(path, script)

        line = _words(pre_command) + [self.executable] + self._script_arguments(path, options)
        if config.debug("shell_startup"):
            print_debug("Launching shell with command: %s" % self.join(line))
        return self._start(line, env=env, **Popen_args)

    def _heeded_options(self, rcfile: Any, norc: bool, stdin: bool, command: Any) -> Dict[str, Any]:
        """Return the options that this shell heeds, by name; `command` is always one of them."""
        raise NotImplementedError

    def _script_arguments(self, path: str, options: Dict[str, Any]) -> List[str]:
        """Return the arguments that make the shell run a script.

        Args:
            path: The script.
            options: What `_heeded_options` gave.
        """
        raise NotImplementedError

    def _start(self, line: List[str], **Popen_args: Any) -> Any:
        return Popen(line, **Popen_args)

    def _write_script(self, path: str, code: str) -> None:
        with open(path, "w") as file:
            file.write(code)

    def _session_script(self, context_file: str, command: Any, quiet: bool, add_rez: bool) -> str:
        """Return a script that sets up the environment, then runs the command or begins a session."""
        executor = self._session_executor()
        self._begin_session(executor)
        executor.source(context_file)
        if add_rez:
            executor.interpreter._bind_interactive_rez()
            if command is None and not quiet:
                welcome(executor, self.context_command)
        self._end_session(executor, command)
        return executor.get_output()  # type: ignore[no-any-return]

    def _session_executor(self) -> RexExecutor:
        return session_executor(self)

    def _begin_session(self, executor: RexExecutor) -> None:
        """Add what comes before the environment is set up."""

    def _end_session(self, executor: RexExecutor, command: Any) -> None:
        """Add the command, or what begins a session if that is None, and what comes after."""
        raise NotImplementedError

    def get_output(self, style: OutputStyle = OutputStyle.file) -> str:
        if style == OutputStyle.file:
            return super().get_output(style)
        return self.command_separator.join(
            line.rstrip() for line in self._lines if not line.startswith(self.comment_mark))

    def _saferefenv(self, key: str) -> None:
        pass

    def resetenv(self, key: str, value: _Value, friends: Optional[Iterable[str]] = None) -> None:
        self.setenv(key, value)

    def comment(self, value: str) -> None:
        for line in value.split("\n"):
            self._addline("%s %s" % (self.comment_mark, line))

    def command(self, value: Any) -> None:
        if is_non_string_iterable(value):
            value = self.join([str(word) for word in value])
        self._addline(value)
