"""Whether a resolved package is the latest one, and if not, why."""
from __future__ import annotations

from pkgrs.package.filter import PackageFilterList
from pkgrs.package.find import PackageSearchPath
from pkgrs.version.range import VersionRange
from pkgrs.version.requirement import RequirementList

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Tuple

__all__ = ["freshness"]


def freshness(variant: Any, context: Any, packages_path: List[str], package_filter: Any) -> Tuple[str, str]:
    """Compare a resolved variant with later versions of its package.

    Args:
        variant: The variant.
        context: The context that it is in.
        packages_path: Repositories to look for later versions in.
        package_filter: Which packages are left out; as plain data.

    Returns:
        Name of an icon, and what it says.
    """
    paths = PackageSearchPath(packages_path)
    if variant not in paths:
        return "error", "package is not in the search path"
    later = VersionRange.from_version(variant.version, ">")
    newer = list(paths.iter_packages(variant.name, range_=later))
    if not newer:
        return "green_tick", "package is latest"
    rules = PackageFilterList.from_pod(package_filter or [])
    wanted = _requested_range(variant.name, context)
    possible = [package for package in newer
                if (wanted is None or package.version in wanted) and not rules.excludes(package)]
    if not possible:
        return "yellow_tick", "package is latest possible"
    if variant.timestamp:
        if _all_later(newer, context.timestamp):
            return "green_white_tick", "package was latest at time of resolve"
        if _all_later(possible, context.timestamp):
            return "yellow_white_tick", "package was latest possible at time of resolve"
    return "old_man", "newer packages are/were available"


def _requested_range(name: str, context: Any) -> Any:
    requests = RequirementList(context.requested_packages(True))
    request = None if requests.conflict else requests.get(name)
    return None if request is None or request.conflict else request.range


def _all_later(packages: List[Any], timestamp: float) -> bool:
    return all(package.timestamp and package.timestamp > timestamp for package in packages)
