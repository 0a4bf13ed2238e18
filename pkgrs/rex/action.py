"""The record of what rex code asked for: one object per command."""
from __future__ import annotations

from enum import Enum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional, Tuple, Type


__all__ = [
    "Action", "EnvAction", "Unsetenv", "Setenv", "Resetenv", "Prependenv", "Appendenv", "Alias", "Info", "Error",
    "Stop", "Command", "Comment", "Source", "Shebang", "OutputStyle",
]


class OutputStyle(Enum):
    """In which form an interpreter hands out what it gathered."""

    __module__ = "rez.rex"

    file = ("Code as it would appear in a script file.",)
    eval = ("Code in a form that can be evaluated.",)

    def __new__(cls, value: str) -> "OutputStyle":
        member = object.__new__(cls)
        member.__doc__ = value
        return member


class Action:
    """One command and its arguments. Two are equal if they have the same name and arguments."""

    __module__ = "rez.rex"

    name: str
    _registry: List[Tuple[str, Type["Action"]]] = []
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, *args: Any) -> None:
        self.args = args

    def __repr__(self) -> str:
        return "%s(%s)" % (self.__class__.__name__, ", ".join(repr(arg) for arg in self.args))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Action):
            return NotImplemented
        return self.name == other.name and self.args == other.args

    @classmethod
    def register_command_type(cls, name: str, klass: Type["Action"]) -> None:
        """Add a class to the known commands."""
        cls._registry.append((name, klass))

    @classmethod
    def register(cls) -> None:
        """Add this class to the known commands."""
        cls.register_command_type(cls.name, cls)

    @classmethod
    def get_command_types(cls) -> Tuple[Tuple[str, Type["Action"]], ...]:
        """Return the known commands as (name, class) pairs, in order of registration."""
        return tuple(cls._registry)


class EnvAction(Action):
    """A command on an environment variable."""

    __module__ = "rez.rex"

    @property
    def key(self) -> Any:
        """The variable's name."""
        return self.args[0]

    @property
    def value(self) -> Any:
        """The variable's new value or part of it; None if the command takes none."""
        return self.args[1] if len(self.args) > 1 else None


class Unsetenv(EnvAction):
    """Remove a variable."""

    __module__ = "rez.rex"

    name = "unsetenv"


class Setenv(EnvAction):
    """Set a variable."""

    __module__ = "rez.rex"

    name = "setenv"

    def pre_exec(self, interpreter: Any) -> None:
        """Join a list value with the variable's separator."""
        value = self.args[1]
        if isinstance(value, (list, tuple)):
            self.args = (self.key, interpreter._env_sep(self.key).join(value), *self.args[2:])

    def post_exec(self, interpreter: Any, result: Any) -> Any:
        """Note the variable as touched, and pass the result on."""
        interpreter._environ.add(self.key)
        return result


class Resetenv(EnvAction):
    """Set a variable, whatever it held before."""

    __module__ = "rez.rex"

    name = "resetenv"

    @property
    def friends(self) -> Optional[Any]:
        """Names of the variables that the new value may refer to."""
        return self.args[2] if len(self.args) > 2 else None

    pre_exec = Setenv.pre_exec
    post_exec = Setenv.post_exec


class Prependenv(Setenv):
    """Put a value in front of a variable's."""

    __module__ = "rez.rex"

    name = "prependenv"


class Appendenv(Setenv):
    """Put a value behind a variable's."""

    __module__ = "rez.rex"

    name = "appendenv"


class Alias(Action):
    """Define a command."""

    __module__ = "rez.rex"

    name = "alias"


class Info(Action):
    """Print a line."""

    __module__ = "rez.rex"

    name = "info"


class Error(Action):
    """Print a line to standard error."""

    __module__ = "rez.rex"

    name = "error"


class Stop(Action):
    """End the execution with a message."""

    __module__ = "rez.rex"

    name = "stop"


class Command(Action):
    """Run a command."""

    __module__ = "rez.rex"

    name = "command"


class Comment(Action):
    """Leave a remark in the script."""

    __module__ = "rez.rex"

    name = "comment"


class Source(Action):
    """Run a script in the same shell."""

    __module__ = "rez.rex"

    name = "source"


class Shebang(Action):
    """Name the script's interpreter."""

    __module__ = "rez.rex"

    name = "shebang"


for _class in (
    Unsetenv, Setenv, Resetenv, Prependenv, Appendenv, Alias, Info, Error, Stop, Command, Comment, Source, Shebang,
):
    _class.register()
del _class
