"""Checks of packages and where they are kept."""
from __future__ import annotations

import os

from pkgrs.selfcheck.checks import Check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List


class Packages(Check):
    def test_definition(self) -> None:
        """a definition is read, with its late-bound parts"""
        self.define("foo", "1.2", "description = 'x'\nrequires = ['bah-2+']\nvariants = [['a-1'], ['a-2']]\n"
                                  "@late()\ndef tools():\n    return [this.name + '_tool']\n")
        package = self.package("foo", "1.2")
        self.assertEqual([str(one) for one in package.requires or ()], ["bah-2+"])
        self.assertEqual(package.num_variants, 2)
        self.assertEqual(package.tools, ["foo_tool"])

    def test_yaml(self) -> None:
        """a definition may be YAML"""
        self.write("name: foo\nversion: '3'\ntools: [t]\n", "packages", "foo", "3", "package.yaml")
        self.assertEqual(self.package("foo", "3").tools, ["t"])

    def test_make_package(self) -> None:
        """a package is made and installed"""
        from pkgrs.package.maker import make_package

        def make_root(variant: Any, root: str) -> None:
            with open(os.path.join(root, "file"), "w") as stream:
                stream.write("x")

        with make_package("foo", self.repository, make_root=make_root) as maker:
            maker.version = "1.0"
            maker.variants = [["bah-1"]]
        (variant,) = self.package("foo", "1.0").iter_variants()
        self.assertTrue(os.path.exists(os.path.join(variant.root, "file")))

    def test_search(self) -> None:
        """packages are listed, and the latest is found"""
        from pkgrs.package.find import get_latest_package, iter_package_families, iter_packages

        for version in ("1", "2", "10"):
            self.define("foo", version)
        self.assertEqual([family.name for family in iter_package_families()], ["foo"])
        self.assertEqual(sorted(str(p.version) for p in iter_packages("foo", "2+")), ["10", "2"])
        self.assertEqual(str(get_latest_package("foo").version), "10")  # type: ignore


class PackageRepository(Check):
    def test_ignore(self) -> None:
        """a package is hidden, and shown again"""
        from pkgrs.package.find import get_package
        from pkgrs.repository.manager import package_repository_manager
        from pkgrs.version.version import Version

        self.define("foo", "1")
        repository = package_repository_manager.get_repository(self.repository)
        self.assertEqual(repository.ignore_package("foo", Version("1")), 1)
        self.assertIsNone(get_package("foo", "1"))
        self.assertEqual(repository.unignore_package("foo", Version("1")), 1)
        self.assertIsNotNone(get_package("foo", "1"))

    def test_memory(self) -> None:
        """a repository in memory"""
        from pkgrs.repository.manager import create_memory_package_repository

        repository = create_memory_package_repository({"foo": {"1": {"name": "foo", "version": "1"}}})
        packages = repository.iter_packages(repository.get_package_family("foo"))
        self.assertEqual([str(package.version) for package in packages], ["1"])

    def test_own_repositories(self) -> None:
        """a repository that can't be written to is read"""
        folder = self.define("foo", "1")
        os.chmod(folder, 0o555)
        self.addCleanup(os.chmod, folder, 0o755)
        self.assertEqual(self.package("foo", "1").name, "foo")


class PackageFilter(Check):
    def _left(self, **rules: List[str]) -> List[str]:
        from pkgrs.package.filter import PackageFilter as Filter

        for version in ("1.0", "1.0.beta", "2.0"):
            self.define("foo", version)
        chosen = Filter.from_pod(rules)
        return sorted(str(package.version) for package in chosen.iter_packages("foo"))

    def test_rules(self) -> None:
        """rules leave packages out, and let them in"""
        self.assertEqual(self._left(excludes=["*.beta"]), ["1.0", "2.0"])
        self.assertEqual(self._left(excludes=["foo"], includes=["foo-2"]), ["2.0"])
        self.assertEqual(self._left(excludes=["regex(.*beta$)", "range(foo-2)"]), ["1.0"])


class PackagesOrder(Check):
    def _order(self, **orderer: Any) -> List[str]:
        from pkgrs.package.order import from_pod

        orderer["packages"] = ["foo"]
        for version in ("1.0", "1.5", "2.0"):
            self.define("foo", version)
        context = self.resolve("foo", package_orderers=[from_pod(orderer)])
        return self.names(context)

    def test_orders(self) -> None:
        """an orderer decides which version is wanted most"""
        self.assertEqual(self._order(type="sorted", descending=False), ["foo-1.0[]"])
        self.assertEqual(self._order(type="sorted", descending=True), ["foo-2.0[]"])
        self.assertEqual(self._order(type="version_split", first_version="1.5"), ["foo-1.5[]"])


class PackageCache(Check):
    def test_add(self) -> None:
        """a payload is cached, and found"""
        from pkgrs.store.payload_cache import PackageCache as Cache

        os.mkdir(self.path("cache"))
        self.use_settings(cache_packages_path=self.path("cache"), default_cachable=True, package_cache_local=True,
                          package_cache_same_device=True)
        self.define("foo", "1", "variants = [['bah-1']]")
        self.write("x", "packages", "foo", "1", "bah-1", "file")
        cache = Cache(self.path("cache"))
        (variant,) = self.package("foo", "1").iter_variants()
        root, _ = cache.add_variant(variant, force=True)
        self.assertTrue(os.path.exists(os.path.join(root, "file")))
        self.assertEqual(cache.get_cached_root(variant), root)
        cache.clean()


class CopyPackage(Check):
    def test_copy(self) -> None:
        """a package is copied with its payload"""
        from pkgrs.package.find import get_package
        from pkgrs.store.copy import copy_package

        self.define("foo", "1")
        self.write("x", "packages", "foo", "1", "file")
        os.mkdir(self.path("other"))
        copy_package(self.package("foo", "1"), self.path("other"))
        copied = get_package("foo", "1", paths=[self.path("other")])
        self.assertIsNotNone(copied)
        self.assertTrue(os.path.exists(self.path("other", "foo", "1", "file")))


class Bind(Check):
    def test_hello_world(self) -> None:
        """a bound package runs"""
        import logging

        from pkgrs.bind.run import bind_package

        logging.disable(logging.INFO)  # it tells what it copies, quiet or not
        try:
            bind_package("hello_world", path=self.repository, quiet=True)
        finally:
            logging.disable(logging.NOTSET)
        process = self.resolve("hello_world").execute_command(["hello_world"], stdout=-1, text=True)
        self.assertEqual(process.communicate()[0], "Hello Rez World!\n")

    def test_system_packages(self) -> None:
        """platform, arch and os are bound as what this machine is"""
        from pkgrs.bind.run import bind_package
        from pkgrs.platform.system import system

        bind_package("os", path=self.repository, quiet=True)
        context = self.resolve("os")
        self.assertIn("%s-%s" % ("os", system.os), [v.qualified_package_name for v in context.resolved_packages or ()])


class PipUtils(Check):
    def test_names(self) -> None:
        """names and versions of pip become those of packages"""
        translate = self.need_module("rez.utils.pip")
        self.assertEqual(translate.pip_to_rez_package_name("my-lib"), "my_lib")
        self.assertEqual(translate.pip_to_rez_version("1.2rc1"), "1.2.rc1")
