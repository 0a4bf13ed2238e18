"""What turns rex commands into a script, or into effects: the base class of every shell."""
from __future__ import annotations

import os
from functools import lru_cache

from pkgrs.base.patterns import PatternAttribute
from pkgrs.config.config import config
from pkgrs.rex.action import OutputStyle
from pkgrs.rex.escape import EscapedString

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterable, Optional, Tuple, Union

    _Value = Union[str, EscapedString]


@lru_cache(maxsize=8)
def _endings(patterns: Tuple[str, ...]) -> Optional[Tuple[str, ...]]:
    """What the names end with that match one of these patterns, if all are like `*PATH`."""
    endings = tuple(pattern[1:] for pattern in patterns)
    usual = all(pattern[:1] == "*" for pattern in patterns) and not any(c in "".join(endings) for c in "*?[")
    return endings if usual and os.name == "posix" else None


class ActionInterpreter:
    """Receives each rex command as a method call.

    A subclass implements the commands. It may leave out `prependenv` and `appendenv`
    (by not overriding them): `setenv` is then called with the whole value.

    `expand_env_vars` says whether values arrive with variables already replaced,
    `pathsep` what joins the parts of a variable, `ENV_VAR_REGEX` how the
    interpreter writes a reference to a variable (each group that can match is its name).
    """

    expand_env_vars = False
    pathsep = ":"
    ENV_VAR_REGEX: Any = PatternAttribute("|".join(["\\${([^\\{\\}]+?)}", "\\$([a-zA-Z_]+[a-zA-Z0-9_]*?)"]))

    def get_output(self, style: OutputStyle = OutputStyle.file) -> Any:
        """Return what was gathered, usually a script's text."""
        raise NotImplementedError

    def setenv(self, key: str, value: _Value) -> None:
        """Set a variable."""
        raise NotImplementedError

    def unsetenv(self, key: str) -> None:
        """Remove a variable."""
        raise NotImplementedError

    def resetenv(self, key: str, value: _Value, friends: Optional[Iterable[str]] = None) -> None:
        """Set a variable, whatever it held before."""
        raise NotImplementedError

    def prependenv(self, key: str, value: _Value) -> None:
        """Put a value in front of a variable's."""
        raise NotImplementedError

    def appendenv(self, key: str, value: _Value) -> None:
        """Put a value behind a variable's."""
        raise NotImplementedError

    def alias(self, key: str, value: str) -> None:
        """Define a command."""
        raise NotImplementedError

    def info(self, value: _Value) -> None:
        """Print a line."""
        raise NotImplementedError

    def error(self, value: _Value) -> None:
        """Print a line to standard error."""
        raise NotImplementedError

    def command(self, value: Any) -> None:
        """Run a command, given as text or as a list of arguments."""
        raise NotImplementedError

    def comment(self, value: str) -> None:
        """Leave a remark."""
        raise NotImplementedError

    def source(self, value: str) -> None:
        """Run a script in the same shell."""
        raise NotImplementedError

    def shebang(self) -> None:
        """Write the line that names the script's interpreter."""
        raise NotImplementedError

    def get_key_token(self, key: str) -> str:
        """Return a reference to the variable, such as `${KEY}`."""
        raise NotImplementedError

    def escape_string(self, value: _Value, is_path: bool = False) -> str:
        """Return the text that stands for the value in a script.

        Args:
            value: Text; its literal parts must not be expanded.
            is_path: Whether the value is one path or several.
        """
        return str(value)

    @classmethod
    def _is_pathed_key(cls, key: str) -> bool:
        """Whether the configuration says that the variable holds paths."""
        patterns = config.pathed_env_vars
        endings = _endings(tuple(patterns))
        if endings is not None:
            return key.endswith(endings)
        from fnmatch import fnmatch
        return any(fnmatch(key, pattern) for pattern in patterns)

    def normalize_path(self, path: str) -> str:
        """Return the path as this interpreter writes it."""
        return path

    def normalize_paths(self, value: str) -> str:
        """Apply `normalize_path` to each path of a list of paths."""
        return self.pathsep.join(self.normalize_path(path) for path in value.split(self.pathsep))

    def _saferefenv(self, key: str) -> None:
        """Make sure that a reference to the variable is no error, set or not."""
        raise NotImplementedError

    def _bind_interactive_rez(self) -> None:
        """Add what only an interactive shell needs, such as a prompt."""
        raise NotImplementedError


def refers_as_usual(interpreter: Any) -> bool:
    """Whether an interpreter has the `ENV_VAR_REGEX` of `ActionInterpreter`; to read these would compile them."""
    name = "ENV_VAR_REGEX"
    places = [getattr(interpreter, "__dict__", {}), *map(vars, type(interpreter).__mro__)]
    return next((place[name] for place in places if name in place), None) is vars(ActionInterpreter)[name]
