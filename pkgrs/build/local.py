"""The build process `local`: builds, installs and releases on this machine."""
from __future__ import annotations

import os
import os.path
from typing import TYPE_CHECKING, Any, Dict, List, Optional

from pkgrs.base.base26 import create_unique_base26_symlink
from pkgrs.base.log import print_warning
from pkgrs.base.remove import safe_rmtree
from pkgrs.base.trees import replacing_copy
from pkgrs.base.tempdirs import TempDirs
from pkgrs.build.build_system import BuildResult
from pkgrs.build.helper import BuildProcessHelper
from pkgrs.build.kinds import BuildType
from pkgrs.config.config import config
from pkgrs.errors import BuildError, PackageTestError
from pkgrs.release.hook import ReleaseHookEvent
from pkgrs.repository.manager import package_repository_manager
from pkgrs.testing.results import PackageTestResults
from pkgrs.testing.runner import PackageTestRunner

if TYPE_CHECKING:
    from pkgrs.package.model import Variant


class LocalBuildResult(BuildResult, total=False):
    """A build's result, and where the package and the variant go."""

    package_install_path: str
    variant_install_path: str


class LocalBuildProcess(BuildProcessHelper):
    """Builds each variant in turn, in a folder of its own below the build folder."""

    tmpdir_manager = TempDirs(config.tmpdir, prefix="rez_testing_repo_")

    @classmethod
    def name(cls) -> str:
        return "local"

    def __init__(self, *nargs: Any, **kwargs: Any) -> None:
        super().__init__(*nargs, **kwargs)
        self.ran_test_names: set = set()
        self.all_test_results = PackageTestResults()

    def build(self, install_path: Optional[str] = None, clean: bool = False, install: bool = False,
              variants: Optional[List[int]] = None) -> int:
        self._print_header("Building %s..." % self.package.qualified_name)
        visited, scripts = self.visit_variants(self._build_variant, variants=variants, install_path=install_path,
                                               clean=clean, install=install)
        self._print_header("Build Summary")
        self._print("\nAll %d build(s) were successful.\n", visited)
        if self.all_test_results.num_tests:
            self.all_test_results.print_summary()
            print()
        written = [script for script in scripts if script]
        if written:
            self._print("\nThe following executable script(s) have been created:")
            self._print("\n".join(written))
            self._print("")
        return visited

    def release(self, release_message: Optional[str] = None, variants: Optional[List[int]] = None) -> int:
        self._print_header("Releasing %s..." % self.package.qualified_name)
        release_path = self.package.config.release_packages_path
        self.pre_release()
        data = self.get_release_data()
        shared: Dict[str, Any] = {
            "install_path": release_path,
            "release_message": release_message,
            "changelog": data.get("changelog"),
            "previous_version": data.get("previous_version"),
            "previous_revision": data.get("previous_revision"),
        }
        self.run_hooks(ReleaseHookEvent.pre_release, variants=variants, **shared)
        visited, released = self.visit_variants(self._release_variant, variants=variants,
                                                release_message=release_message)
        done = [variant for variant in released if variant is not None]
        if done:
            self.run_hooks(ReleaseHookEvent.post_release, variants=done, **shared)
            self.post_release(release_message)
        self._print_header("Release Summary")
        self._print("\n%d of %d releases were successful", len(done), visited)
        if self.all_test_results.num_tests:
            print()
            self.all_test_results.print_summary()
            print()
        return len(done)

    def _build_variant_base(self, variant: Variant, build_type: BuildType, install_path: Optional[str] = None,
                            clean: bool = False, install: bool = False, **kwargs: Any) -> LocalBuildResult:
        """Build one variant; with `install`, into its place in the repository.

        Raises:
            BuildError: The build fails; the place in the repository is then cleared.
        """
        install_path = install_path or self.package.config.local_packages_path
        package_path = self.get_package_install_path(install_path)
        build_path = self._variant_folder(self.build_path, variant)
        place = self._variant_folder(package_path, variant)

        if clean and os.path.exists(build_path):
            self._rmtree(build_path)
        os.makedirs(build_path, exist_ok=True)

        repository = package_repository_manager.get_repository(install_path) if install else None
        if repository is not None:
            repository.pre_variant_install(variant.resource)
            os.makedirs(place, exist_ok=True)

        context, rxt = self.create_build_context(variant=self._as_building(variant), build_type=build_type,
                                                 build_path=build_path)
        self._print("\nInvoking %s build system...", self.build_system.name())
        result = self._invoke(context, variant, build_path, place, install, build_type)

        answer: LocalBuildResult = dict(result, package_install_path=package_path,  # type: ignore[assignment]
                                        variant_install_path=place)
        self._write_variant_file(variant, build_path)
        if not result.get("success"):
            self._cancel(repository, variant, place)
            raise BuildError("The %s build system failed." % self.build_system.name())
        if install:
            self._install_extras(variant, install_path, package_path, place, [
                rxt, os.path.join(build_path, "variant.json"), *result.get("extra_files", [])])
        return answer

    @staticmethod
    def _as_building(variant: Variant) -> Variant:
        """The variant as its definition gives it to early-bound functions that ask what is being built."""
        package = variant.parent.get_reevaluated({
            "building": True,
            "build_variant_index": variant.index or 0,
            "build_variant_requires": variant.variant_requires,
        })
        found: Variant = package.get_variant(variant.index)
        return found

    def _invoke(self, context: Any, variant: Variant, build_path: str, place: str, install: bool,
                build_type: BuildType) -> BuildResult:
        """Run the build system where an earlier payload's read-only folders, too, can be written."""
        from pkgrs.base.files import make_path_writable

        def call() -> BuildResult:
            return self.build_system.build(context=context, variant=variant, build_path=build_path,
                                           install_path=place, install=install, build_type=build_type)

        if install and self.package.config.make_package_temporarily_writable:
            with make_path_writable(os.path.dirname(place) if variant.subpath else place):
                return call()
        return call()

    def _cancel(self, repository: Any, variant: Variant, place: str) -> None:
        if repository is None:
            return
        repository.on_variant_install_cancelled(variant.resource)
        if os.path.isdir(place):
            self._rmtree(place)

    @staticmethod
    def _variant_folder(root: str, variant: Variant) -> str:
        subpath = variant._non_shortlinked_subpath
        return os.path.join(root, subpath) if subpath else root

    @staticmethod
    def _write_variant_file(variant: Variant, build_path: str) -> None:
        """Say, beside the build, which variant it is."""
        if variant.index is None:
            return
        import json

        from pkgrs.base.files import atomic_write
        data = {"index": variant.index, "data": variant.parent.data["variants"][variant.index]}
        with atomic_write(os.path.join(build_path, "variant.json")) as file:
            file.write(json.dumps(data, indent=2, default=str))

    def _install_extras(self, variant: Variant, install_path: str, package_path: str, place: str,
                        files: List[str]) -> None:
        """What an installed variant has beside what its build put there."""
        for file in files:
            if os.path.exists(file):
                replacing_copy(file, os.path.join(place, os.path.basename(file)))
        self._install_include_modules(install_path)
        if variant.index is None or not variant.parent.hashed_variants \
                or not self.package.config.use_variant_shortlinks:
            return
        links = os.path.join(package_path, self.package.config.variant_shortlinks_dirname or "")
        try:
            os.makedirs(links, exist_ok=True)
            create_unique_base26_symlink(links, os.path.relpath(place, links))
        except Exception as error:  # a link is a convenience; the variant works without it
            print_warning("Error creating variant shortlink for %s: %s: %s", place, type(error).__name__, error)

    def _install_include_modules(self, install_path: str) -> None:
        """Copy the modules that `@include` names beside the package, each with its hash."""
        includes = self.package.includes
        if not includes:
            return
        from pkgrs.definition.include import IncludeModuleManager
        target = os.path.join(self.get_package_install_path(install_path), IncludeModuleManager.include_modules_subpath)
        os.makedirs(target, exist_ok=True)
        source = self.package.config.package_definition_python_path
        for name in sorted(includes):
            self._install_include_module(os.path.join(source, "%s.py" % name), target, name)

    @staticmethod
    def _install_include_module(path: str, target: str, name: str) -> None:
        from hashlib import sha1

        from pkgrs.base.files import atomic_write
        # Loading checks the text without the blanks around it.
        with open(path, "rb") as file:
            digest = sha1(file.read().strip()).hexdigest()
        replacing_copy(path, os.path.join(target, "%s.py" % name))
        with atomic_write(os.path.join(target, "%s.sha1" % name)) as out:
            out.write(digest)

    def _rmtree(self, path: str) -> None:
        try:
            safe_rmtree(path)
        except Exception as error:  # what is left over is untidy, not wrong
            print_warning("Failed to delete %s - %s", path, error)

    def _build_variant(self, variant: Variant, install_path: Optional[str] = None, clean: bool = False,
                       install: bool = False, **kwargs: Any) -> Optional[str]:
        """Build one variant for the developer; returns the path of the build script, if one was written."""
        if variant.index is not None:
            self._print_header("Building variant %s (%s)..." % (variant.index, self._n_of_m(variant)))
        install_path = install_path or self.package.config.local_packages_path
        result = self._build_variant_base(build_type=BuildType.local, variant=variant, install_path=install_path,
                                          clean=clean, install=install)
        if install and result:
            self._test_or_cancel(variant, ["pre_install"], install_path, result)
            variant.install(install_path)
        return result.get("build_env_script")

    def _release_variant(self, variant: Variant, release_message: Optional[str] = None, **kwargs: Any) -> Any:
        """Build one variant into the repository of released packages; returns it, or None where it is there."""
        release_path = self.package.config.release_packages_path
        existing = variant.install(release_path, dry_run=True)
        if existing is not None:
            print_warning("Skipping %s: destination variant already exists (%r)" % (
                self._n_of_m(variant), existing.uri))
            return None
        if variant.index is not None:
            self._print_header("Releasing variant %s..." % self._n_of_m(variant))
        result = self._build_variant_base(build_type=BuildType.central, variant=variant, install_path=release_path,
                                          clean=True, install=True)
        self._test_or_cancel(variant, ["pre_install", "pre_release"], release_path, result)
        data = self.get_release_data()
        data["release_message"] = release_message
        return variant.install(release_path, overrides=data)

    def _test_or_cancel(self, variant: Variant, run_on: List[str], install_path: str,
                        result: LocalBuildResult) -> None:
        """Run the tests that are due; if one fails, the payload goes."""
        try:
            self._run_tests(variant, run_on=run_on, package_install_path=result["package_install_path"])
        except PackageTestError:
            repository = package_repository_manager.get_repository(install_path)
            self._cancel(repository, variant, result["variant_install_path"])
            raise

    def _run_tests(self, variant: Variant, run_on: List[str], package_install_path: str) -> None:
        """Run those of the package's tests that are due, on the variant as it has just been built.

        Raises:
            PackageTestError: One fails.
        """
        if not PackageTestRunner.get_package_test_names(self.package, run_on, ran_once=self.ran_test_names):
            return
        # The variant alone, in a repository of its own, its payload where the build put it.
        repository = self.tmpdir_manager.mkdtemp()
        installed = variant.install(path=repository, overrides={"_redirected_base": package_install_path})
        assert installed is not None
        package = installed.parent
        runner = PackageTestRunner(package_request=package.as_exact_requirement(), package_paths=[repository]
                                   + self.package.config.packages_path, stop_on_fail=True, verbose=self.verbose,
                                   cumulative_test_results=self.all_test_results)
        names = runner.get_test_names(run_on=run_on)
        for name in names:
            if name in self.ran_test_names:
                continue
            runner.run_test(name)
            self.ran_test_names.add(name)
        if runner.num_tests:
            print()
            runner.print_summary()
        if runner.test_results.num_failed:
            print()
            raise PackageTestError("%d tests failed; the installation has been cancelled"
                                   % runner.test_results.num_failed)


def register_plugin() -> type:
    return LocalBuildProcess
