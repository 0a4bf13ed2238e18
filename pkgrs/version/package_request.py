"""Requests for packages."""
from __future__ import annotations

from pkgrs.base.text import is_valid_package_name
from pkgrs.version.requirement import Requirement

__all__ = ["PackageRequest"]


class PackageRequest(Requirement):
    """A requirement whose name is a valid package name, or, after a dot, that of an ephemeral.

    Args:
        s: Request, such as `foo-1.3+`, `!foo-2`, `~foo` or `.foo-1`.

    Raises:
        PackageRequestError: If the name isn't valid.
    """

    def __init__(self, s: str) -> None:
        super().__init__(s)
        #: Whether it asks for an ephemeral: `.foo`. A conflict requirement never does.
        self.ephemeral = s.startswith(".")
        is_valid_package_name(self.name[1:] if self.ephemeral else self.name, raise_error=True)


PackageRequest.__module__ = "rez.utils.formatting"
