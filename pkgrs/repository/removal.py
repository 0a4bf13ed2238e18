"""Hiding packages of filesystem repositories, and removing them."""
from __future__ import annotations

import os
import time

from pkgrs.base.files import safe_rmtree
from pkgrs.base.log import print_info
from pkgrs.tool_errors import PackageRepositoryError
from pkgrs.repository.combined_resources import FileSystemCombinedPackageFamilyResource
from pkgrs.repository.listing import ignore_prefix
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterator, Optional, Tuple


_DAY_SECONDS = 3600 * 24


class PackageRemoval:
    """Hides and removes packages; see `PackageRepository` for what the methods take and return."""

    def __init__(self, repository: Any) -> None:
        """
        Args:
            repository: The repository.
        """
        self.repository = repository

    def _mark(self, name: str, version: Version) -> str:
        return os.path.join(self.repository.location, name, ignore_prefix + str(version))

    def _versions(self, name: str) -> Optional[Any]:
        """The family with all of its versions, hidden ones included."""
        return self.repository._copy(disable_pkg_ignore=True, disable_memcache=True).get_package_family(name)

    def _exists(self, name: str, version: Version) -> bool:
        family = self._versions(name)
        if family is None:
            return False
        return any(package.version == version for package in family.iter_packages())

    def ignore(self, name: str, version: Version, allow_missing: bool) -> int:
        """Hide a package."""
        family = self.repository.get_package_family(name)
        if isinstance(family, FileSystemCombinedPackageFamilyResource):
            if not allow_missing and not self._exists(name, version):
                return -1
            # the mark would need a folder, which would hide all versions
            raise PackageRepositoryError("Package ignoring not supported in combined-style packages")
        mark = self._mark(name, version)
        if os.path.exists(mark):
            return 0
        if not allow_missing and not self._exists(name, version):
            return -1
        os.makedirs(os.path.dirname(mark), exist_ok=True)
        with open(mark, "w"):
            pass
        self.repository._on_changed(name)
        return 1

    def unignore(self, name: str, version: Version) -> int:
        """Show a hidden package again."""
        mark = self._mark(name, version)
        if not os.path.exists(mark):
            return 0 if self._exists(name, version) else -1
        os.remove(mark)
        if not self._exists(name, version):
            return -1
        self.repository._on_changed(name)
        return 1

    def remove(self, name: str, version: Version) -> bool:
        """Remove a package. It is hidden first, so that nobody sees half of it."""
        if not self._exists(name, version):
            return False
        if isinstance(self.repository.get_package_family(name), FileSystemCombinedPackageFamilyResource):
            raise NotImplementedError("Package removal not supported in combined-style packages")
        self.ignore(name, version, False)
        safe_rmtree(os.path.join(self.repository.location, name, str(version)))
        self.unignore(name, version)
        self.repository._on_changed(name)
        return True

    def remove_family(self, name: str, force: bool) -> bool:
        """Remove a family."""
        family = self._versions(name)
        if family is None:
            return False
        if not force and next(iter(family.iter_packages()), None) is not None:
            raise PackageRepositoryError("Cannot remove non-empty package family %r" % name)
        if isinstance(family, FileSystemCombinedPackageFamilyResource):
            os.remove(family.filepath)
        else:
            safe_rmtree(family.path)
        self.repository.clear_caches()
        return True

    def remove_ignored_since(self, days: int, dry_run: bool, verbose: bool) -> int:
        """Remove packages that have been hidden for some days."""
        count = 0
        oldest = time.time() - days * _DAY_SECONDS
        for name, version, mark in list(self._ignored()):
            if os.stat(mark).st_mtime > oldest:
                continue
            if dry_run:
                if verbose:
                    print_info("Would remove %s-%s from %s", name, version, self.repository)
                count += 1
            elif self.remove(name, Version(version)):
                if verbose:
                    print_info("Removed %s-%s from %s", name, version, self.repository)
                count += 1
        return count

    def _ignored(self) -> Iterator[Tuple[str, str, str]]:
        """Name, version and mark of each hidden package."""
        for family in self.repository._get_families():
            if isinstance(family, FileSystemCombinedPackageFamilyResource):
                continue
            for filename in os.listdir(family.path):
                if filename.startswith(ignore_prefix):
                    yield family.name, filename[len(ignore_prefix):], os.path.join(family.path, filename)
