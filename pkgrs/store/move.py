"""Moving a package to another repository."""
from __future__ import annotations


from pkgrs.base.log import print_info
from pkgrs.tool_errors import PackageMoveError
from pkgrs.repository.manager import package_repository_manager
from pkgrs.store.copy import copy_package

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Union
    from pkgrs.package.model import Package
    from pkgrs.repository.base import PackageRepository


def move_package(package: Package, dest_repository: Union[str, PackageRepository], keep_timestamp: bool = False,
                 force: bool = False, verbose: bool = False) -> Any:
    """Copy a package to another repository and hide the original there, so that contexts that use it go on.

    Args:
        package: What to move.
        dest_repository: Where to: a repository, or its path.
        keep_timestamp: Keep the package's time of release.
        force: Move even a package that says it is not relocatable.
        verbose: Tell what is done.

    Returns:
        The package at its new place.

    Raises:
        PackageMoveError: There is such a package already.
        PackageCopyError: The copy would not work.
    """
    source = package.repository
    target = package_repository_manager.get_repository(dest_repository) \
        if isinstance(dest_repository, str) else dest_repository

    existing = target.get_package(package.name, package.version)
    if existing is not None:
        raise PackageMoveError("Package already exists at destination: %s" % existing.uri)

    # Hidden until it is whole.
    target.ignore_package(package.name, package.version, allow_missing=True)
    if verbose:
        print_info("Ignored %s in %s ahead of time", package.qualified_name, target)
    try:
        result = copy_package(package=package, dest_repository=target, force=force, keep_timestamp=keep_timestamp,
                              verbose=verbose)
    finally:
        target.unignore_package(package.name, package.version)
        if verbose:
            print_info("Unignored %s in %s", package.qualified_name, target)

    moved = result["copied"][0][1].parent
    source.ignore_package(package.name, package.version)
    if verbose:
        print_info("Ignored %s", package.uri)
        print_info("Package %s moved to %s", package.uri, moved.uri)
    return moved
