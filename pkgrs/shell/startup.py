"""The files that a Unix shell is started with.

The shell runs a script, `rez-shell`. For a command, that script sets up the environment and
runs the command. Else it starts the shell a second time, and sees to it that the
environment is set up there, as the first or the last of the user's start-up files.
"""
from __future__ import annotations

import os.path

from pkgrs.base.log import print_debug, print_warning
from pkgrs.base.text import quote
from pkgrs.config.config import config
from pkgrs.platform.system import system
from pkgrs.rex.executor import RexExecutor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List
    from pkgrs.shell.base import Shell, UnixShell


__all__: List[str] = []


class UnixStartup:
    """The files that a shell starts with; `write` writes them.

    Args:
        shell: The shell.
        context_file: The script that sets up the environment.
        tmpdir: Where to write.
        sequence: What `get_startup_sequence` gave.
        quiet: Whether to leave out the welcome.
        add_rez: Whether to add the prompt, the completion and the welcome.
        context_first: Whether the environment is set up before the user's files run.
    """

    def __init__(
        self,
        shell: "UnixShell",
        context_file: str,
        tmpdir: str,
        sequence: Dict[str, Any],
        quiet: bool,
        add_rez: bool,
        context_first: bool,
    ) -> None:
        self.shell = shell
        self.context_file = context_file
        self.tmpdir = tmpdir
        self.sequence = sequence
        self.quiet = quiet
        self.add_rez = add_rez
        self.context_first = context_first

    def write(self) -> str:
        """Write the files; returns the path of the script that the shell is to run."""
        sequence = self.sequence
        script = self.executor()
        prompt = self.shell.settings.prompt
        if prompt:
            script.interpreter._saferefenv("REZ_ENV_PROMPT")
            script.env.REZ_ENV_PROMPT = "${REZ_ENV_PROMPT}" + prompt

        command = sequence["command"]
        if command is not None:
            self.set_up(script, sequence["files"])
        else:
            command = self.prepare_second_shell(script)
        script.command(command)
        script.command("exit %s" % self.shell.last_command_status)

        code = script.get_output()
        path = os.path.join(self.tmpdir, "rez-shell.%s" % self.shell.file_extension())
        if config.debug("shell_startup"):
            print_debug("Writing rez-shell to %s" % path)
        write_code(path, code)
        return path

    def prepare_second_shell(self, script: RexExecutor) -> str:
        """Make sure that the second shell sets up the environment; return the command that starts it."""
        sequence = self.sequence
        command = " ".join([word(self.shell.executable)] + sequence.get("options", []))
        if sequence["stdin"] and self.shell.stdin_arg:
            command += " %s" % self.shell.stdin_arg

        if sequence["do_rcfile"]:
            path = self.write_session_file("rcfile")
            command += " %s" % self.shell._startup_file_option(path)
        elif sequence["envvar"]:
            variable = sequence["envvar"]
            path = self.write_session_file(variable)
            script.setenv(variable, path)
        elif sequence["bind_files"]:
            self.write_home_files()
            if sequence.get("inherit"):
                script.source(self.context_file)
            variable = self.shell._startup_env_var()
            if config.debug("shell_startup"):
                print_debug("Setting $%s for new shell to %s" % (variable, self.tmpdir))
            script.setenv(variable, self.tmpdir)
        else:
            if config.warn("shell_startup"):
                print_warning(
                    "WARNING: Could not configure environment from within the target shell (%s); "
                    "this has been done in the parent process instead." % self.shell.name()
                )
            script.source(self.context_file)
        return command

    def write_session_file(self, stem: str) -> str:
        """Write the file that the second shell is told to read."""
        executor = self.executor()
        self.set_up(executor, self.sequence["files"], greet=not self.sequence["stdin"])
        return self.write_file(executor, "%s.%s" % (stem, self.shell.file_extension()))

    def write_home_files(self) -> None:
        """Write the files that the second shell finds in what it takes for the home folder."""
        bind_files = self.sequence["bind_files"]
        for file in self.sequence["files"]:
            if file not in bind_files:
                executor = self.executor()
                self.shell._write_startup_env(executor)
                executor.source(file)
                self.write_file(executor, os.path.basename(file))

        for file in bind_files:
            executor = self.executor()
            self.shell._write_startup_env(executor)
            own = self.sequence["source_bind_files"] and os.path.exists(os.path.expanduser(file))
            self.set_up(executor, [file] if own else [], greet=not self.sequence["stdin"])
            self.write_file(executor, os.path.basename(file))

    def set_up(self, executor: RexExecutor, files: Iterable[str], greet: bool = False) -> None:
        """Set up the environment, and run the user's files before or after that."""
        context = [self.context_file]
        for file in context + list(files) if self.context_first else list(files) + context:
            executor.source(file)
        if self.sequence["envvar"]:
            executor.unsetenv(self.sequence["envvar"])
        if not self.add_rez:
            return
        executor.interpreter._bind_interactive_rez()
        if greet and not self.quiet:
            welcome(executor)

    def executor(self) -> RexExecutor:
        return session_executor(self.shell)

    def write_file(self, executor: RexExecutor, name: str) -> str:
        code = executor.get_output()
        path = os.path.join(self.tmpdir, name)
        if config.debug("shell_startup"):
            print_debug("Writing shell script to %s" % path)
        write_code(path, code)
        return path


def session_executor(shell: Shell, **options: Any) -> RexExecutor:
    """Return an executor for a script that a shell starts with; options are more of its arguments."""
    return RexExecutor(interpreter=shell.new_shell(), parent_environ={}, add_default_namespaces=False, **options)


def welcome(executor: RexExecutor, context_command: str = "rezolve context") -> None:
    """Add what the user sees when a session begins.

    Args:
        executor: Where to.
        context_command: The command that shows the environment.
    """
    executor.info("")
    executor.info("You are now in a rez-configured environment.")
    executor.info("")
    if system.is_production_rez_install:
        executor.command(context_command)


def word(path: str) -> str:
    """Quote a path that would else be several words."""
    return quote(path) if " " in path else path


def write_code(path: str, code: str) -> None:
    """Write a script; names in it that are not UTF-8 stay the bytes that they are."""
    with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(code)
