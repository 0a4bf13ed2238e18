"""`packaging.specifiers`, with the class for versions outside the standard that the library had until its release 21."""
from __future__ import annotations

import re

from packaging import specifiers as _library
from packaging.specifiers import BaseSpecifier, InvalidSpecifier, Specifier, SpecifierSet

from pkgrs.vendor.packaging_version import LegacyVersion

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterable, Iterator, Optional

__all__ = ["BaseSpecifier", "InvalidSpecifier", "LegacySpecifier", "Specifier", "SpecifierSet"]

_FORM = re.compile(r"\s*(==|!=|<=|>=|<|>)\s*([^,;\s)]*)\s*\Z")


class LegacySpecifier:
    """One condition that versions of any form are compared with.

    Args:
        spec: Its text.
        prereleases: Whether it is for these too; kept only.

    Raises:
        InvalidSpecifier: It is malformed.
    """

    def __init__(self, spec: str = "", prereleases: Optional[bool] = None) -> None:
        match = _FORM.match(spec)
        if match is None:
            raise InvalidSpecifier("Invalid specifier: '%s'" % spec)
        self._spec = match.groups()
        self.prereleases = prereleases

    @property
    def operator(self) -> str:
        """How versions are compared."""
        return self._spec[0]

    @property
    def version(self) -> str:
        """The version's text."""
        return self._spec[1]

    def __str__(self) -> str:
        return self.operator + self.version

    def __repr__(self) -> str:
        more = "" if self.prereleases is None else ", prereleases=%r" % self.prereleases
        return "<%s(%r%s)>" % (type(self).__name__, str(self), more)

    def __hash__(self) -> int:
        return hash(self._spec)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str):
            return str(self) == other.replace(" ", "")
        return isinstance(other, LegacySpecifier) and self._spec == other._spec

    def __contains__(self, item: Any) -> bool:
        return self.contains(item)

    def contains(self, item: Any, prereleases: Optional[bool] = None) -> bool:
        """Whether a version, or its text, meets the condition."""
        left, right = LegacyVersion(str(item)), LegacyVersion(self.version)
        return {"==": left == right, "!=": left != right, "<": left < right, "<=": left <= right,
                ">": left > right, ">=": left >= right}[self.operator]

    def filter(self, iterable: Iterable[Any], prereleases: Optional[bool] = None) -> Iterator[Any]:
        """Those of some versions that meet the condition."""
        return (item for item in iterable if self.contains(item))


def __getattr__(name: str) -> Any:
    return getattr(_library, name)
