"""What the checks have in common."""
from __future__ import annotations

import os
import sys
import tempfile
import unittest

from pkgrs.base.remove import safe_rmtree
from pkgrs.config.config import _create_locked_config, config
from pkgrs.context.context import ResolvedContext
from pkgrs.package.find import get_package
from pkgrs.package.model import Package
from pkgrs.platform.system import system

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional


def create_python_package(repo: str) -> None:
    """Put the package `python` into a repository: the interpreter that runs this, as it is installed.

    Args:
        repo: The repository.
    """
    from pkgrs.package.maker import make_package

    code = "env.PATH.prepend(%r)" % os.path.dirname(sys.executable)
    with make_package("python", repo) as maker:
        maker.version = "%d.%d.%d" % sys.version_info[:3]
        maker.tools = [os.path.basename(sys.executable)]
        maker.commands = code


class Check(unittest.TestCase):
    """A folder of its own and default settings for each check, whatever the user's are.

    The first line of a check's docstring is what its report calls it.
    """

    #: Whether the site's own settings are in force.
    own_settings = False

    def setUp(self) -> None:
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix="rez_selftest_"))
        if not os.environ.get("REZ_KEEP_TMPDIRS"):
            self.addCleanup(safe_rmtree, self.folder)
        self.repository = self.path("packages")
        os.mkdir(self.repository)
        if not self.own_settings:
            self.use_settings()

    def use_settings(self, **settings: Any) -> None:
        """Have default settings and these, until the check ends."""
        all_settings: Dict[str, Any] = {
            "packages_path": [self.repository],
            "local_packages_path": self.path("local"),
            "release_packages_path": self.path("released"),
            "implicit_packages": [],
            "package_filter": None,
            "cache_packages_path": None,
            "memcached_uri": [],
        }
        all_settings.update(settings)
        other = _create_locked_config(all_settings)
        config._swap(other)
        system.clear_caches()
        self.addCleanup(system.clear_caches)
        self.addCleanup(config._swap, other)

    def path(self, *names: str) -> str:
        """A path in the check's folder."""
        return os.path.join(self.folder, *names)

    def write(self, text: str, *names: str) -> str:
        """Write a file in the check's folder; returns its path."""
        path = self.path(*names)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text)
        return path

    def define(self, name: str, version: str, text: str = "") -> str:
        """Put a package into the repository; returns its folder."""
        path = self.write("name = %r\nversion = %r\n%s\n" % (name, version, text),
                          "packages", name, version, "package.py")
        return os.path.dirname(path)

    def package(self, name: str, version: str) -> Package:
        """A package of the repository; the check fails if it isn't there."""
        found = get_package(name, version)
        if found is None:
            self.fail("%s-%s is not found" % (name, version))
        return found  # type: ignore[return-value]

    def resolve(self, *requests: str, **arguments: Any) -> ResolvedContext:
        """Resolve requests."""
        return ResolvedContext(requests, caching=False, **arguments)

    def names(self, context: ResolvedContext) -> List[str]:
        """What a context resolved to."""
        self.assertTrue(context.success, context.failure_description)
        return [variant.qualified_name for variant in context.resolved_packages or ()]

    def need_module(self, name: str) -> Any:
        """Import a library that not every installation has; the check is skipped without it."""
        from importlib import import_module

        try:
            return import_module(name)
        except ImportError:
            self.skipTest("%s is not installed" % name)

    def need_program(self, name: str) -> str:
        """Find a program; the check is skipped without it."""
        from pkgrs.base.which import which

        path: Optional[str] = which(name)
        if path is None:
            self.skipTest("%s is not installed" % name)
        return path or ""
