"""How the packages of two contexts differ."""
from __future__ import annotations

import os

from pkgrs.base.text import columnise
from pkgrs.errors import ResolvedContextError
from pkgrs.package.find import iter_packages
from pkgrs.version.range import VersionRange

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Tuple, Union


def resolve_diff(context: Any, other: Any) -> Dict[str, Any]:
    """See `ResolvedContext.get_resolve_diff`."""
    if context.package_paths != other.package_paths:
        raise ResolvedContextError("Cannot diff resolves, package search paths differ:\n%s" % "\n".join(
            _paths_diff(context.package_paths, other.package_paths)))

    if context.resolved_packages is None or other.resolved_packages is None:
        raise ResolvedContextError("Cannot perform operation in a failed context")
    here = {variant.name: variant.parent for variant in context.resolved_packages}
    there = {variant.name: variant.parent for variant in other.resolved_packages}
    newer: Dict[str, List[Any]] = {}
    older: Dict[str, List[Any]] = {}
    for name, package in here.items():
        peer = there.get(name)
        if peer is None or peer == package:
            continue
        if peer.version > package.version:
            newer[name] = _packages_between(package, peer, context.package_paths)
        elif peer.version < package.version:
            older[name] = _packages_between(peer, package, context.package_paths)[::-1]
    found = {
        "newer_packages": newer,
        "older_packages": older,
        "added_packages": {package for name, package in there.items() if name not in here},
        "removed_packages": {package for name, package in here.items() if name not in there},
    }
    return {kind: packages for kind, packages in found.items() if packages}


def _paths_diff(paths: List[str], other_paths: List[str]) -> List[str]:
    """The paths of both, each marked by where it is."""
    from difflib import ndiff

    return list(ndiff(paths, other_paths))


def _packages_between(lower: Any, upper: Any, paths: List[str]) -> List[Any]:
    """All versions from one to another, both included."""
    range_ = VersionRange.as_span(lower_version=lower.version, upper_version=upper.version, upper_inclusive=True)
    return sorted(iter_packages(lower.name, range_=range_, paths=paths), key=lambda package: package.version)


def print_resolve_diff(context: Any, other: Any, heading: Union[bool, None, Tuple[str, str]] = None) -> None:
    """See `ResolvedContext.print_resolve_diff`."""
    diff = resolve_diff(context, other)
    if not diff:
        return
    rows: List[Tuple[str, ...]] = []
    if heading is True and context.load_path and other.load_path:
        heading = (os.path.basename(context.load_path), os.path.basename(other.load_path))
    if isinstance(heading, tuple):
        rows += [heading + ("",), ("-" * len(heading[0]), "-" * len(heading[1]), "")]

    for kind, text in (("newer_packages", "(+%d versions)"), ("older_packages", "(-%d versions)")):
        for _, packages in sorted(diff.get(kind, {}).items()):
            rows.append((packages[0].qualified_name, packages[-1].qualified_name, text % (len(packages) - 1)))
    for package in _by_name(diff.get("added_packages", ())):
        rows.append(("-", package.qualified_name, ""))
    for package in _by_name(diff.get("removed_packages", ())):
        rows.append((package.qualified_name, "-", ""))
    print("\n".join(columnise(rows)))


def _by_name(packages: Any) -> List[Any]:
    return sorted(packages, key=lambda package: package.name)
