"""Removing packages."""
from __future__ import annotations


from pkgrs.base.log import print_info
from pkgrs.config.config import config
from pkgrs.repository.manager import package_repository_manager
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Optional, Union


def remove_package(name: str, version: Union[Version, str], path: str) -> bool:
    """Remove a version of a package, payload and all.

    Args:
        path: The repository.

    Returns:
        Whether there was one.
    """
    if isinstance(version, str):
        version = Version(version)
    return package_repository_manager.get_repository(path).remove_package(name, version)


def remove_package_family(name: str, path: str, force: bool = False) -> bool:
    """Remove a package of all versions.

    Args:
        path: The repository.
        force: Remove it even though there are versions.

    Returns:
        Whether there was one.

    Raises:
        PackageRepositoryError: There are versions, and `force` is not set.
    """
    return package_repository_manager.get_repository(path).remove_package_family(name, force=force)


def remove_packages_ignored_since(days: int, paths: Optional[List[str]] = None, dry_run: bool = False,
                                  verbose: bool = False) -> int:
    """Remove packages that have been ignored for longer than so many days.

    Args:
        paths: The repositories; those of the configured packages path if None.
        dry_run: Only find out what would be removed.
        verbose: Tell what is done.

    Returns:
        How many were, or would be, removed.
    """
    removed = 0
    for path in paths or config.packages_path:
        repository = package_repository_manager.get_repository(path)
        if verbose:
            print_info("Searching %s...", repository)
        removed += repository.remove_ignored_since(days=days, dry_run=dry_run, verbose=verbose)
    return removed
