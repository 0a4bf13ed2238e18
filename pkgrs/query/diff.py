"""Comparing the sources that two packages were released from."""
from __future__ import annotations

import os

from pkgrs.config.config import config
from pkgrs.errors import RezError
from pkgrs.package.find import iter_packages
from pkgrs.package.model import Package
from pkgrs.plugin.manager import plugin_manager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional


__all__ = ["diff_packages"]


def diff_packages(pkg1: Package, pkg2: Optional[Package] = None) -> None:
    """Show the sources of two packages in the configured diff program (the setting `difftool`).

    The sources are exported from version control into a temporary folder, which stays: the program may go on
    in the background.

    Args:
        pkg1: A package.
        pkg2: Package to compare it with, the next lower version by default.

    Raises:
        RezError: If there is no lower version, or a package doesn't say where its source is.
        ReleaseVCSError: If a source can't be exported.
        OSError: If the diff program can't be run.
    """
    if pkg2 is None:
        lower = (package for package in iter_packages(pkg1.name) if package.version < pkg1.version)
        pkg2 = max(lower, key=lambda x: x.version, default=None)
        if pkg2 is None:
            raise RezError("No package to diff with - %s is the earliest package version" % pkg1.qualified_name)

    for package in (pkg1, pkg2):
        if not (package.vcs and package.revision):
            raise RezError("Cannot diff package %s: it is a legacy format package that does not contain "
                           "enough information" % package.qualified_name)

    from subprocess import Popen
    from tempfile import mkdtemp

    folder = mkdtemp(prefix="rez-pkg-diff")
    paths = []
    for package in (pkg1, pkg2):
        print("Exporting %s..." % package.qualified_name)
        path = os.path.join(folder, package.qualified_name)
        vcs = plugin_manager.get_plugin_class("release_vcs", package.vcs)
        vcs.export(revision=package.revision, path=path)
        paths.append(path)

    print("Opening diff viewer %s..." % config.difftool)
    with Popen([config.difftool] + paths) as process:
        process.wait()
