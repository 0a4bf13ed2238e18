"""The shells that an option may name, found out only when that is needed."""
from __future__ import annotations

from collections.abc import Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterator, List, Optional


class ShellChoices(Sequence):  # type: ignore[type-arg]
    """The names of the shells, and further choices; shells are asked for when the choices are looked at."""

    def __init__(self, *further: str) -> None:
        self._further = list(further)
        self._names: Optional[List[str]] = None

    def _all(self) -> List[str]:
        if self._names is None:
            from pkgrs.shell.base import get_shell_types
            self._names = get_shell_types()  # knows shells that it does not list
        return self._names

    def __iter__(self) -> Iterator[str]:
        return iter([*self._all(), *self._further])

    def __len__(self) -> int:
        return len(self._all()) + len(self._further)

    def __contains__(self, name: object) -> bool:
        return name in self._all() or name in self._further

    def __getitem__(self, index: Any) -> Any:
        return [*self._all(), *self._further][index]
