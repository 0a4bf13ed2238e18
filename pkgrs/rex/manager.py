"""The commands of rex code: each is recorded, tracked in an environment, and passed to an interpreter."""
from __future__ import annotations

import os

from pkgrs.base.text import expandvars
from pkgrs.config.config import config
from pkgrs.errors import RexStopError, RexUndefinedVariableError
from pkgrs.rex.action import (
    Action, Alias, Appendenv, Command, Comment, Error, Info, OutputStyle, Prependenv, Resetenv, Setenv, Shebang,
    Source, Unsetenv,
)
from pkgrs.rex.escape import EscapedString
from pkgrs.rex.interpreter import ActionInterpreter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterable, List, Literal, Mapping, Optional, Set, Tuple, Type, Union

    _Value = Union[str, EscapedString]


_QUERIES = ("getenv", "expandvars", "defined", "undefined")


class ActionManager:
    """Carries out rex commands.

    `environ` holds the variables set so far, with their values as the shell will see
    them; `actions` the commands so far.

    Args:
        interpreter: Is told each command.
        parent_environ: The environment that the script will run in; this process's if None.
        parent_variables: Names of variables whose first append or prepend adds to the parent's
            value rather than replacing it; True for all.
        formatter: Replaces `{fields}` in a string.
        verbose: Whether commands are to be reported; or the names of those that are.
        env_sep_map: Separators of variables that do not use the interpreter's.
    """

    def __init__(
        self,
        interpreter: ActionInterpreter,
        parent_environ: Optional[Mapping[str, str]] = None,
        parent_variables: Optional[Union[bool, Iterable[str]]] = None,
        formatter: Optional[Callable[[str], str]] = None,
        verbose: Union[bool, Iterable[str]] = False,
        env_sep_map: Optional[Mapping[str, str]] = None,
    ) -> None:
        self.actions: List[Action] = []
        self.environ: Dict[str, str] = {}
        self.parent_environ: Mapping[str, str] = os.environ if parent_environ is None else parent_environ
        self.parent_variables: Union[Literal[True], Set[str]] = (
            True if parent_variables is True else set(parent_variables or [])
        )
        self.interpreter = interpreter
        self.formatter: Callable[[str], str] = formatter or str
        self.verbose = verbose
        #: Whether the formatter changes nothing but `{fields}` and references to variables that begin with `$`.
        self.formats_usually = formatter is None
        self._env_sep_map = config.env_var_separators if env_sep_map is None else env_sep_map

    def get_action_methods(self) -> List[Tuple[str, Callable[..., Any]]]:
        """Return the commands as (name, method) pairs."""
        return [(name, getattr(self, name)) for name, _ in Action.get_command_types()]

    def get_public_methods(self) -> List[Tuple[str, Callable[..., Any]]]:
        """Return what rex code may call: the commands, and the questions about variables."""
        return self.get_action_methods() + [(name, getattr(self, name)) for name in _QUERIES]

    def _env_sep(self, name: str) -> str:
        return self._env_sep_map.get(name, self.interpreter.pathsep)

    # -- what becomes of an argument

    def _format(self, value: Any) -> _Value:
        """Replace `{fields}`. Text that can't be formatted, such as a JSON string, stays as it is."""
        if not isinstance(value, (str, EscapedString)):
            return str(value)
        if self._is_plain(value):
            return EscapedString(value)  # type: ignore[arg-type]
        try:
            return EscapedString.promote(value).formatted(self.formatter)
        except (KeyError, ValueError):
            return value

    def _expand(self, value: _Value) -> EscapedString:
        """Replace references to variables that are known, and a leading `~`."""

        def expand(text: str) -> str:
            if "$" in text:
                text = expandvars(text, self.environ)
                text = expandvars(text, self.parent_environ)
            return os.path.expanduser(text) if text[:1] == "~" else text

        return EscapedString.promote(value).formatted(expand)

    def _is_plain(self, value: Any) -> bool:
        """Whether a value is text that is the same written and expanded, as most is."""
        return (type(value) is str and self.formats_usually
                and not ("{" in value or "}" in value or "$" in value or value[:1] == "~"))

    def _key(self, key: Any) -> Tuple[str, str]:
        """Return a variable's name as written and as expanded."""
        if self._is_plain(key):
            return key, key
        written = self._format(key)
        return str(written), str(self._expand(written))

    def _value(self, value: Any) -> Tuple[_Value, EscapedString]:
        """Return a value as written and as expanded."""
        if self._is_plain(value):
            plain = EscapedString(value)
            return plain, plain
        written = self._format(value)
        return written, self._expand(written)

    def _told(self, written: Any, expanded: Any) -> Any:
        """Which of two forms the interpreter wants to be told."""
        return expanded if self.interpreter.expand_env_vars else written

    def get_output(self, style: OutputStyle = OutputStyle.file) -> Any:
        """Return what the interpreter gathered."""
        return self.interpreter.get_output(style=style)

    # -- questions

    def undefined(self, key: str) -> bool:
        """Whether a variable is not set."""
        return not self.defined(key)

    def defined(self, key: str) -> bool:
        """Whether a variable is set, by rex code or in the parent environment."""
        name = self._key(key)[1]
        return name in self.environ or name in self.parent_environ

    def expandvars(self, value: Any, format: bool = True) -> str:
        """Return text with references to variables, and `{fields}` unless told otherwise, replaced."""
        if format:
            value = str(self._format(value))
        return str(self._expand(value))

    def getenv(self, key: str) -> str:
        """Return a variable's value.

        Raises:
            RexUndefinedVariableError: The variable is not set.
        """
        name = self._key(key)[1]
        value = self.environ.get(name)
        if value is None:
            value = self.parent_environ.get(name)
        if value is None:
            raise RexUndefinedVariableError("Referenced undefined environment variable: %s" % name)
        return value

    # -- commands

    def setenv(self, key: str, value: Any) -> None:
        """Set a variable."""
        if self._is_plain(key) and self._is_plain(value):
            plain = EscapedString(value)
            self.actions.append(Setenv(key, plain))
            self.environ[key] = value
            self.interpreter.setenv(key, plain)
            return
        written_key, name = self._key(key)
        written, expanded = self._value(value)
        self.actions.append(Setenv(written_key, written))
        self.environ[name] = str(expanded)
        self.interpreter.setenv(self._told(written_key, name), self._told(written, expanded))

    def unsetenv(self, key: str) -> None:
        """Remove a variable."""
        written_key, name = self._key(key)
        self.actions.append(Unsetenv(written_key))
        self.environ.pop(name, None)
        self.interpreter.unsetenv(self._told(written_key, name))

    def resetenv(self, key: str, value: Any, friends: Optional[Iterable[str]] = None) -> None:
        """Set a variable, whatever it held before.

        Args:
            key: Name.
            value: Value.
            friends: Names of the variables that the value may refer to.
        """
        written_key, name = self._key(key)
        written, expanded = self._value(value)
        self.actions.append(Resetenv(written_key, written, friends))
        self.environ[name] = str(expanded)
        self.interpreter.resetenv(self._told(written_key, name), self._told(written, expanded))

    def _pendenv(
        self,
        key: str,
        value: Any,
        action: Type[Action],
        interpfunc: Callable[[str, _Value], None],
        addfunc: Callable[[Any, List[Any]], List[Any]],
    ) -> None:
        """Add to a variable at the end that `addfunc` puts a value at.

        The first time, a variable is set, unless it is one that adds to the parent's value.
        """
        written_key, name = self._key(key)
        written, expanded = self._value(value)

        if name not in self.environ and (self.parent_variables is True or name in self.parent_variables):
            self.environ[name] = self.parent_environ.get(name, "")
            self.interpreter._saferefenv(written_key)

        if name not in self.environ:
            self.actions.append(Setenv(written_key, written))
            self.environ[name] = str(expanded)
            self.interpreter.setenv(self._told(written_key, name), self._told(written, expanded))
            return

        sep = self._env_sep(name)
        self.actions.append(action(written_key, written))
        whole_written = EscapedString.join(sep, addfunc(written, [self._keytoken(name)]))
        whole_expanded = EscapedString.join(sep, addfunc(expanded, [self.environ[name]]))
        self.environ[name] = str(whole_expanded)
        told_key = self._told(written_key, name)
        try:
            interpfunc(told_key, self._told(written, expanded))
        except NotImplementedError:
            self.interpreter.setenv(told_key, self._told(whole_written, whole_expanded))

    def prependenv(self, key: str, value: Any) -> None:
        """Put a value in front of a variable's."""
        self._pendenv(key, value, Prependenv, self.interpreter.prependenv, lambda new, old: [new] + old)

    def appendenv(self, key: str, value: Any) -> None:
        """Put a value behind a variable's."""
        self._pendenv(key, value, Appendenv, self.interpreter.appendenv, lambda new, old: old + [new])

    def alias(self, key: str, value: Any) -> None:
        """Define a command."""
        name, body = str(self._format(key)), str(self._format(value))
        self.actions.append(Alias(name, body))
        self.interpreter.alias(name, body)

    def info(self, value: Any = "") -> None:
        """Print a line."""
        value = self._format(value)
        self.actions.append(Info(value))
        self.interpreter.info(value)

    def error(self, value: Any) -> None:
        """Print a line to standard error."""
        value = self._format(value)
        self.actions.append(Error(value))
        self.interpreter.error(value)

    def stop(self, msg: str, *nargs: Any) -> None:
        """End the execution.

        Raises:
            RexStopError: Always, with the message `msg % nargs`.
        """
        raise RexStopError(msg % nargs)

    def command(self, value: Any) -> None:
        """Run a command. Its `{fields}` are not replaced: braces mean something to shells."""
        self.actions.append(Command(value))
        self.interpreter.command(value)

    def comment(self, value: Any) -> None:
        """Leave a remark."""
        value = value if self._is_plain(value) else str(self._format(value))
        self.actions.append(Comment(value))
        self.interpreter.comment(value)

    def source(self, value: Any) -> None:
        """Run a script in the same shell."""
        value = str(self._format(value))
        self.actions.append(Source(value))
        self.interpreter.source(value)

    def shebang(self) -> None:
        """Name the script's interpreter."""
        self.actions.append(Shebang())
        self.interpreter.shebang()

    def _keytoken(self, key: str) -> str:
        return self.interpreter.get_key_token(key)
