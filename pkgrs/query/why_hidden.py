"""Packages that a resolve does not see, and names that are like another."""
from __future__ import annotations

import os
from typing import Any, Iterator, List, NamedTuple, Optional, Sequence

from pkgrs.package.find import iter_package_families, iter_packages
from pkgrs.repository.manager import package_repository_manager
from pkgrs.version.range import VersionRange
from pkgrs.version.version import Version


class Hidden(NamedTuple):
    """A package that is there but not looked at, and why: a phrase that goes on after its name."""

    name: str
    version: Version
    why: str

    def __str__(self) -> str:
        return "%s %s" % ("%s-%s" % (self.name, self.version) if self.version else self.name, self.why)


def hidden_packages(name: str, range_: Optional[VersionRange], paths: Sequence[str],
                    package_filter: Any) -> List[Hidden]:
    """Find the packages that a filter, a time limit or an ignore file hides.

    Args:
        name: Name of the packages.
        range_: Which versions to look for; all if None.
        paths: Repositories.
        package_filter: The filter, the time limit included.

    Returns:
        The packages, latest version first.
    """
    found = list(_ignored(name, range_, paths))
    if package_filter:
        for package in iter_packages(name, range_, list(paths)):
            rule = package_filter.excludes(package)
            if rule:
                found.append(Hidden(name, package.version, reason_of(rule, package)))  # type: ignore[attr-defined]
    return sorted(found, key=lambda hidden: hidden.version, reverse=True)


def reason_of(rule: Any, package: Any) -> str:
    """Say how a rule hides a package: a phrase that goes on after its name."""
    from pkgrs.package.filter import TimestampRule

    if isinstance(rule, TimestampRule):
        if not package.timestamp:
            return "is left out by the rule '%s'" % rule
        return "was released at %s, and is left out by the rule '%s'" % (_time(package.timestamp), rule)
    return "is left out by the rule '%s'" % rule


def _time(timestamp: int) -> str:
    import time

    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(timestamp))


def _ignored(name: str, range_: Optional[VersionRange], paths: Sequence[str]) -> Iterator[Hidden]:
    for path in paths:
        repository = package_repository_manager.get_repository(path)
        prefix = getattr(repository, "ignore_prefix", None)
        if prefix is None:
            continue
        folder = os.path.join(repository.location, name)
        try:
            files = os.listdir(folder)
        except OSError:
            continue
        for file in files:
            text = file[len(prefix):]
            if file.startswith(prefix) and os.path.isdir(os.path.join(folder, text)):
                version = Version(text)
                if range_ is None or version in range_:
                    yield Hidden(name, version, "is hidden by the file %s" % os.path.join(folder, file))


def similar_names(name: str, paths: Optional[Sequence[str]] = None) -> List[str]:
    """Find the names of packages that may be meant by a name that is none.

    Args:
        name: The name.
        paths: Repositories; those configured if None.

    Returns:
        The most similar first, at most three.
    """
    from difflib import get_close_matches

    def plain(text: str) -> str:
        return text.lower().replace("-", "").replace("_", "").replace(".", "")

    names = sorted({family.name for family in iter_package_families(None if paths is None else list(paths))})
    same = [other for other in names if plain(other) == plain(name)]
    close = get_close_matches(name, names, n=3, cutoff=0.6)
    return (same + [other for other in close if other not in same])[:3]
