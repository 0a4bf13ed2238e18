"""The environment as rex code sees it: `env`."""
from __future__ import annotations

from collections.abc import MutableMapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, Iterator, KeysView, Optional
    from typing import MutableMapping as _MutableMapping

    from pkgrs.rex.manager import ActionManager

    _Base = _MutableMapping[str, Any]
else:
    _Base = MutableMapping

__all__ = ["EnvironmentDict", "EnvironmentVariable"]


class EnvironmentDict(_Base):
    """A mapping from names to `EnvironmentVariable` objects.

    Looking a name up always succeeds; assigning to one sets the variable.
    """

    def __init__(self, manager: "ActionManager") -> None:
        self.manager = manager
        self._var_cache: Dict[str, EnvironmentVariable] = {
            name: EnvironmentVariable(name, self) for name in manager.parent_environ
        }

    def keys(self) -> KeysView[str]:
        """The names seen so far: the parent environment's, and those looked up."""
        return self._var_cache.keys()

    def __repr__(self) -> str:
        return "%s(%s)" % (self.__class__.__name__, self._var_cache)

    def __getitem__(self, key: str) -> "EnvironmentVariable":
        variable = self._var_cache.get(key)
        if variable is None:
            variable = self._var_cache[key] = EnvironmentVariable(key, self)
        return variable

    def __setitem__(self, key: str, value: Any) -> None:
        self[key].set(value)

    def __contains__(self, key: object) -> bool:
        return key in self._var_cache

    def __delitem__(self, key: str) -> None:
        del self._var_cache[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._var_cache)

    def __len__(self) -> int:
        return len(self._var_cache)


class EnvironmentVariable:
    """A variable that may or may not be set. Its methods are rex commands."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, name: str, environ_map: EnvironmentDict) -> None:
        self._name = name
        self._environ_map = environ_map

    @property
    def name(self) -> str:
        """The variable's name."""
        return self._name

    def prepend(self, value: Any) -> None:
        """Put a value in front."""
        self._environ_map.manager.prependenv(self.name, value)

    def append(self, value: Any) -> None:
        """Put a value behind."""
        self._environ_map.manager.appendenv(self.name, value)

    def reset(self, value: Any, friends: Optional[Iterable[str]] = None) -> None:
        """Set the variable, whatever it held before."""
        self._environ_map.manager.resetenv(self.name, value, friends=friends)

    def set(self, value: Any) -> None:
        """Set the variable."""
        self._environ_map.manager.setenv(self.name, value)

    def unset(self) -> None:
        """Remove the variable."""
        self._environ_map.manager.unsetenv(self.name)

    def setdefault(self, value: Any) -> None:
        """Set the variable if it is unset or empty."""
        if not self:
            self.set(value)

    def get(self) -> str:
        """Return the value.

        Raises:
            RexUndefinedVariableError: The variable is not set.
        """
        return self._environ_map.manager.getenv(self.name)

    def value(self) -> str:
        """Same as `get`."""
        return self.get()

    def __str__(self) -> str:
        return self.value()

    def __repr__(self) -> str:
        return "%s(%r, %r)" % (self.__class__.__name__, self._name, self.value())

    def __bool__(self) -> bool:
        return not self._environ_map.manager.undefined(self.name) and bool(self.value())

    def __eq__(self, value: object) -> bool:
        if isinstance(value, EnvironmentVariable):
            value = value.value()
        return self.value() == value

    def __ne__(self, value: object) -> bool:
        return not self == value
