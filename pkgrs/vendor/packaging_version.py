"""`packaging.version`, with the versions outside the standard that the library knew until its release 21."""
from __future__ import annotations

import re

from packaging import version as _library
from packaging.version import InvalidVersion, Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterator, List, Tuple, Union


__all__ = ["InvalidVersion", "LegacyVersion", "Version", "parse"]

_PART = re.compile(r"(\d+|[a-z]+|\.|-)")
_ALIASES = {"pre": "c", "preview": "c", "-": "final-", "rc": "c", "dev": "@"}


class LegacyVersion:
    """A version of any form. It is less than each version of the standard form.

    Args:
        version: Its text.
    """

    epoch = -1
    release = pre = post = dev = local = None
    is_prerelease = is_postrelease = is_devrelease = False

    def __init__(self, version: str) -> None:
        self._version = str(version)
        self._key = (-1, _legacy_key(self._version))

    @property
    def public(self) -> str:
        """The text."""
        return self._version

    @property
    def base_version(self) -> str:
        """The text."""
        return self._version

    def __str__(self) -> str:
        return self._version

    def __repr__(self) -> str:
        return "<LegacyVersion(%r)>" % self._version

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LegacyVersion) and self._key == other._key

    def __lt__(self, other: Any) -> bool:
        return isinstance(other, Version) or self._compared(other) < 0

    def __le__(self, other: Any) -> bool:
        return isinstance(other, Version) or self._compared(other) <= 0

    def __gt__(self, other: Any) -> bool:
        return not isinstance(other, Version) and self._compared(other) > 0

    def __ge__(self, other: Any) -> bool:
        return not isinstance(other, Version) and self._compared(other) >= 0

    def _compared(self, other: Any) -> int:
        if not isinstance(other, LegacyVersion):
            raise TypeError("a version can't be compared with %r" % (other,))
        return (self._key > other._key) - (self._key < other._key)


def _legacy_key(text: str) -> Tuple[str, ...]:
    """What such versions are ordered by: numbers by value, names as setuptools ordered them."""
    key: List[str] = []
    for part in _parts(text.lower()):
        if part.startswith("*"):
            if part < "*final":  # what comes before a release cuts off a dash before it
                while key and key[-1] == "*final-":
                    key.pop()
            while key and key[-1] == "00000000":
                key.pop()
        key.append(part)
    return tuple(key)


def _parts(text: str) -> Iterator[str]:
    for part in _PART.split(text):
        part = _ALIASES.get(part, part)
        if not part or part == ".":
            continue
        yield part.zfill(8) if part[0].isdigit() else "*" + part
    yield "*final"


def parse(version: str) -> Union[Version, LegacyVersion]:
    """The version that a text stands for, of whichever kind."""
    try:
        return Version(version)
    except InvalidVersion:
        return LegacyVersion(version)


def __getattr__(name: str) -> Any:
    return getattr(_library, name)
