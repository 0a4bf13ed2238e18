"""Shells: interpreters that write scripts, and start themselves in a configured environment."""
from __future__ import annotations

import os
import os.path

from pkgrs.base.launch import Popen, call, text_of
from pkgrs.base.lists import is_non_string_iterable
from pkgrs.base.log import print_debug, print_warning
from pkgrs.base.text import shlex_join
from pkgrs.base.which import which
from pkgrs.config.config import config
from pkgrs.platform.system import system
from pkgrs.plugin.manager import plugin_manager
from pkgrs.rex.action import OutputStyle
from pkgrs.rex.escape import EscapedString
from pkgrs.rex.executor import RexExecutor
from pkgrs.rex.interpreter import ActionInterpreter
from pkgrs.shell.startup import UnixStartup, word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, ClassVar, Dict, Iterable, List, Optional, Tuple, Type, Union

    _Value = Union[str, EscapedString]


__all__ = ["get_shell_types", "get_shell_class", "create_shell", "Shell", "UnixShell"]


# Shells that Rez does not have
_UNLISTED = ("fish", "nushell")

# within double quotes: end them, add a quoted one, begin them again
_DOUBLE_QUOTE = [('"', "\"'\"'\"")]


class _ShellTypes(list):  # type: ignore[type-arg]
    """Names of shells, without those that Rez does not have.

    These count as members, so that they can be asked for by name, but are listed only if one
    is the configured default: what is chosen by looking through the list stays what it was.
    """

    def __init__(self, names: List[str]) -> None:
        super().__init__(name for name in names if name not in _UNLISTED or name == config.default_shell)
        self._all = names

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name in self._all


def get_shell_types() -> List[str]:
    """Return the names of the shells of this platform."""
    return _ShellTypes(plugin_manager.get_plugins("shell"))


def get_shell_class(shell: Optional[str] = None) -> Type["Shell"]:
    """Return the class of a shell; of the default shell, configured or found, if no name is given.

    Raises:
        RezPluginError: There is no such shell.
    """
    return plugin_manager.get_plugin_class("shell", _name_or_default(shell))


def create_shell(shell: Optional[str] = None, **kwargs: Any) -> "Shell":
    """Return a new shell object. See `get_shell_class`."""
    return plugin_manager.create_instance("shell", _name_or_default(shell), **kwargs)  # type: ignore[no-any-return]


def _name_or_default(shell: Optional[str]) -> str:
    return shell or config.default_shell or system.shell


class Shell(ActionInterpreter):
    """A shell. As an interpreter it turns each command into lines of a script.

    A subclass names the shell (`name`), says what it can do (`startup_capabilities`),
    writes the lines, and starts the shell (`spawn_shell`).
    """

    schema_dict: ClassVar[Dict[str, Any]] = {"prompt": str}

    @classmethod
    def name(cls) -> str:
        """The plugin's name."""
        raise NotImplementedError

    @classmethod
    def executable_name(cls) -> str:
        """The executable's name."""
        return cls.name()

    @classmethod
    def executable_filepath(cls) -> str:
        """The executable's path.

        Raises:
            RuntimeError: It is not found.
        """
        return cls.find_executable(cls.executable_name())

    @property
    def executable(self) -> str:
        """The executable's path."""
        return self.__class__.executable_filepath()

    @classmethod
    def is_available(cls) -> bool:
        """Whether the executable is found."""
        try:
            return cls.executable_filepath() is not None
        except RuntimeError:
            return False

    @classmethod
    def file_extension(cls) -> str:
        """Extension of the shell's scripts, without the dot."""
        raise NotImplementedError

    @classmethod
    def startup_capabilities(
        cls, rcfile: Any = False, norc: bool = False, stdin: bool = False, command: Any = False
    ) -> Tuple[Any, bool, bool, Any]:
        """Say which of the options this shell heeds when they are given together.

        Returns:
            The options in the same order, those that it does not heed as False.
        """
        raise NotImplementedError

    @classmethod
    def get_syspaths(cls) -> List[str]:
        """Return the paths that the shell searches in an empty environment."""
        raise NotImplementedError

    def __init__(self) -> None:
        self._lines: List[str] = []
        self.settings: Any = config.plugins.shell[self.name()]

    def _addline(self, line: str) -> None:
        """Add a line to the script. All code passes here."""
        self._lines.append(line)

    def get_output(self, style: OutputStyle = OutputStyle.file) -> str:
        """Return the script: its lines, or without comments as one line to evaluate."""
        if style == OutputStyle.file:
            return "\n".join(self._lines) + "\n"
        return ";".join(line.rstrip().rstrip(";") for line in self._lines if not line.startswith("#"))

    def new_shell(self) -> "Shell":
        """Return a new shell of the same class."""
        return self.__class__()

    @classmethod
    def _unsupported_option(cls, option: str, val: Any) -> None:
        if val and config.warn("shell_startup"):
            print_warning("%s ignored, not supported by %s shell" % (option, cls.name()))

    @classmethod
    def _overruled_option(cls, option: str, overruling_option: str, val: Any) -> None:
        if val and config.warn("shell_startup"):
            print_warning(
                "%s ignored by %s shell - overruled by %s option" % (option, cls.name(), overruling_option)
            )

    @classmethod
    def find_executable(cls, name: str, check_syspaths: bool = False) -> str:
        """Find an executable on PATH; the configured one, if the shell's settings name one.

        Args:
            name: The executable's name.
            check_syspaths: Whether to look in the shell's own paths, too.

        Raises:
            RuntimeError: It is not found.
        """
        configured = config.plugins.shell[cls.name()].executable_fullpath
        if configured and os.path.exists(configured):
            return configured  # type: ignore[no-any-return]
        name = configured or name
        found = which(name)
        if not found and check_syspaths:
            found = which(name, env={"PATH": os.pathsep.join(cls.get_syspaths())})
        if not found:
            raise RuntimeError("Couldn't find executable '%s'." % name)
        return found

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
        """Start the shell in the environment that a script sets up.

        Args:
            context_file: The script.
            tmpdir: Folder for the files that this takes.
            rcfile: Start-up file to use in place of the user's.
            norc: Whether to skip the user's start-up files.
            stdin: Whether the shell reads commands from its standard input; may be what Popen
                takes for `stdin`, to say where from.
            command: Command to run in place of an interactive session.
            env: Environment to start with; this process's if None.
            quiet: Whether to leave out the welcome of an interactive session.
            pre_command: Command that the shell is started by, such as a terminal's.
            add_rez: Whether to add the prompt, the completion and the welcome.
            package_commands_sourced_first: Whether the script runs before the user's start-up
                files; as configured if None.
            Popen_args: More arguments of Popen.

        Returns:
            The Popen object.
        """
        raise NotImplementedError

    def _with_mark(self, mark: str, prompt: str) -> str:
        """Put a mark before or after a prompt, as configured."""
        return "%s %s" % ((mark, prompt) if config.prefix_prompt else (prompt, mark))

    @classmethod
    def convert_tokens(cls, value: _Value) -> str:
        """Rewrite each reference to a variable as this shell writes it."""

        def token(match: Any) -> str:
            return cls.get_key_token(next(group for group in match.groups() if group is not None))

        return cls.ENV_VAR_REGEX.sub(token, str(value))

    @classmethod
    def get_key_token(cls, key: str) -> str:
        """Return the preferred reference to a variable."""
        return cls.get_all_key_tokens(key)[0]

    @classmethod
    def get_all_key_tokens(cls, key: str) -> List[str]:
        """Return the ways to refer to a variable, the preferred one first."""
        raise NotImplementedError

    @classmethod
    def line_terminator(cls) -> str:
        """What ends a line of a script."""
        raise NotImplementedError

    @classmethod
    def join(cls, command: Union[str, Iterable[str]]) -> str:
        """Return the command line for a list of arguments."""
        return shlex_join(command, replacements=_DOUBLE_QUOTE + [("`", "\\`")])


class UnixShell(Shell):
    """A shell of the Unix sort: it reads scripts and start-up files."""

    rcfile_arg: Optional[str] = None
    norc_arg: Optional[str] = None
    histfile: Optional[str] = None
    histvar: Optional[str] = None
    command_arg: str = "-c"
    stdin_arg: str = "-s"
    last_command_status: str = "$?"
    syspaths: Optional[List[str]] = None

    @classmethod
    def supports_norc(cls) -> bool:
        """Whether start-up files can be skipped."""
        return True

    @classmethod
    def supports_command(cls) -> bool:
        """Whether the shell takes a command to run."""
        return True

    @classmethod
    def supports_stdin(cls) -> bool:
        """Whether the shell can read commands from its standard input."""
        return True

    @classmethod
    def startup_capabilities(
        cls, rcfile: Any = False, norc: bool = False, stdin: bool = False, command: Any = False
    ) -> Tuple[Any, bool, bool, Any]:
        cls._unsupported_option("rcfile", rcfile)
        if command is not None:
            cls._overruled_option("stdin", "command", stdin)
            stdin = False
        return (False, norc, stdin, command)

    @classmethod
    def get_syspaths(cls) -> List[str]:
        if cls.syspaths is not None:
            return cls.syspaths
        return cls._syspaths_of(cls.norc_arg or "", cls.command_arg, "echo __PATHS_ $PATH")

    @classmethod
    def get_startup_sequence(
        cls, rcfile: Optional[str], norc: bool, stdin: bool, command: Any
    ) -> Dict[str, Any]:
        """Say what the shell reads when it starts.

        Returns:
            A dict with these keys:
            - stdin, command: the options, as far as they are heeded;
            - do_rcfile: whether a start-up file is to be given as an argument;
            - envvar: name of the variable that names a start-up file, or None;
            - files: the user's existing start-up files;
            - bind_files: the start-up files that set up the environment, if put in the home folder;
            - source_bind_files: whether these run the user's files of the same names;
            - options: more options of the shell, may be left out;
            - inherit: whether to set up the environment before the shell starts, too; may be left out.
        """
        raise NotImplementedError

    @classmethod
    def _syspaths_of(cls, *command: str) -> List[str]:
        """Ask the shell itself for its search path, and remember the answer.

        Args:
            command: The shell's arguments, such that it prints a line that begins with `__PATHS_`.
        """
        if config.standard_system_paths:
            paths: List[str] = config.standard_system_paths
        else:
            paths = cls._own_paths(command)
            paths += [path for path in os.defpath.split(os.pathsep) if path and path not in paths]
        cls.syspaths = paths
        return paths

    @classmethod
    def _own_paths(cls, command: Iterable[str]) -> List[str]:
        """What the shell says, where no search path is set."""
        environ = {name: value for name, value in os.environ.items() if name != "PATH"}
        executable = which(cls.name())
        return told_paths([executable, *command], os.pathsep, environ) if executable else []

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
        sequence = self.get_startup_sequence(rcfile, bool(norc), bool(stdin), command)
        if sequence["stdin"] and stdin is not True:
            Popen_args["stdin"] = stdin
        line = self._startup_line(
            context_file, tmpdir, sequence, quiet, pre_command, add_rez, package_commands_sourced_first)
        try:
            return Popen(line, env=env, **Popen_args)
        except Exception as error:  # streams may be anything
            from shlex import quote

            from pkgrs.errors import RezSystemError
            raise RezSystemError("Error running command:\n%s\n%s" % (" ".join(map(quote, line)), error))

    def run_command(
        self,
        context_file: str,
        tmpdir: str,
        command: str,
        rcfile: Optional[str] = None,
        norc: bool = False,
        env: Optional[Dict[str, str]] = None,
        quiet: bool = False,
        pre_command: Optional[Union[str, List[str]]] = None,
        add_rez: bool = True,
        meanwhile: Optional[Callable[[], Any]] = None,
    ) -> int:
        """Run a command to its end, with the standard streams of this process, in a shell; see `spawn_shell`.

        Args:
            meanwhile: What there is to do once the shell runs.

        Returns:
            The exit code.
        """
        sequence = self.get_startup_sequence(rcfile, bool(norc), False, command)
        line = self._startup_line(context_file, tmpdir, sequence, quiet, pre_command, add_rez, None)
        return call(line, env=env, meanwhile=meanwhile)

    def _startup_line(
        self, context_file: str, tmpdir: str, sequence: Dict[str, Any], quiet: bool,
        pre_command: Optional[Union[str, List[str]]], add_rez: bool, package_commands_sourced_first: Optional[bool],
    ) -> List[str]:
        """Write the start-up files, and get the command line that starts the shell."""
        if package_commands_sourced_first is None:
            package_commands_sourced_first = config.package_commands_sourced_first
        script = UnixStartup(
            self, context_file, tmpdir, sequence, quiet, add_rez, package_commands_sourced_first,
        ).write()
        line = _words(pre_command) + [self.executable, script]
        if config.debug("shell_startup"):
            print_debug("Launching shell with command: %s" % self.join(line))
        return line

    def _startup_file_option(self, path: str) -> str:
        """The option, as shell code, that makes the shell read a start-up file."""
        return "%s %s" % (self.rcfile_arg, word(path))

    def _startup_env_var(self) -> str:
        """Name of the variable that says where the start-up files are."""
        return "HOME"

    def _write_startup_env(self, ex: RexExecutor) -> None:
        """In a start-up file, put back what was changed so that the file is read."""
        ex.setenv(self._startup_env_var(), os.environ.get("HOME", ""))

    def resetenv(self, key: str, value: _Value, friends: Optional[Iterable[str]] = None) -> None:
        self.setenv(key, value)

    def info(self, value: _Value) -> None:
        for line in value.split("\n"):
            self._addline("echo %s" % self.escape_string(line))

    def error(self, value: _Value) -> None:
        for line in value.split("\n"):
            self._addline("echo %s 1>&2" % self.escape_string(line))

    def command(self, value: Any) -> None:
        """Run a command.

        Args:
            value: Shell code; or a list of arguments, of which all but the first are quoted.
        """
        if is_non_string_iterable(value):
            first, *rest = value
            arguments = " ".join(self.escape_string(word) for word in rest)
            self._addline("%s %s" % (EscapedString.disallow(first), arguments))
        else:
            self._addline(EscapedString.disallow(value))

    def comment(self, value: _Value) -> None:
        for line in EscapedString.demote(value).split("\n"):
            self._addline("# %s" % line)

    def shebang(self) -> None:
        self._addline("#!%s" % self.executable)

    @classmethod
    def get_all_key_tokens(cls, key: str) -> List[str]:
        return ["${%s}" % key, "$%s" % key]

    @classmethod
    def line_terminator(cls) -> str:
        return "\n"


def told_paths(command: List[str], separator: str, env: Optional[Dict[str, str]] = None) -> List[str]:
    """Run a command that prints a line `__PATHS_ ` and a list of paths; return these, or none if it fails."""
    code, output = text_of(command, env)
    if code:
        return []
    answer = next((line for line in output.split("\n") if "__PATHS_" in line), "").partition("__PATHS_ ")[2]
    return [path for path in answer.strip().split(separator) if path]


def _words(command: Optional[Union[str, Iterable[str]]]) -> List[str]:
    """Split a command that is given before the shell's own."""
    if not command:
        return []
    return command.strip().split() if isinstance(command, str) else list(command)
