"""The build process `local`: builds, installs and releases on this machine."""
from __future__ import annotations

import os
import os.path
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Callable, ContextManager, Dict, Iterator, List, Optional, Tuple

from pkgrs.base.descriptors import cached_class_property
from pkgrs.base.files import get_existing_path, make_path_writable
from pkgrs.base.flow import with_noop
from pkgrs.base.log import print_warning
from pkgrs.base.remove import safe_rmtree
from pkgrs.base.tempdirs import TempDirs
from pkgrs.build.build_system import BuildResult
from pkgrs.build.extras import (
    VARIANT_FILE,
    install_files,
    install_include_modules,
    install_shortlink,
    write_variant_file,
)
from pkgrs.build.helper import BuildProcessHelper
from pkgrs.build.kinds import BuildType
from pkgrs.build.parallel import can_fork, run_forked
from pkgrs.build.payload import PayloadGuard
from pkgrs.config.config import config
from pkgrs.tool_errors import BuildError, PackageTestError
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

    @cached_class_property
    def tmpdir_manager(cls) -> TempDirs:
        """Makes the repositories that packages are installed to for their tests."""
        return TempDirs(config.tmpdir, prefix="rez_testing_repo_")

    @classmethod
    def name(cls) -> str:
        return "local"

    def __init__(self, *nargs: Any, **kwargs: Any) -> None:
        super().__init__(*nargs, **kwargs)
        self.ran_test_names: set = set()
        self.all_test_results = PackageTestResults()
        # How many variants are built at once.
        self.jobs = 1

    def build(self, install_path: Optional[str] = None, clean: bool = False, install: bool = False,
              variants: Optional[List[int]] = None) -> int:
        self._print_header("Building %s..." % self.package.qualified_name)
        visited, scripts = self._build_variants(variants, install_path=install_path, clean=clean, install=install)
        self._print_header("Build Summary")
        self._print("\nAll %d build(s) were successful.\n", visited)
        written = [script for script in scripts if script]
        if len(written) == len(scripts):  # also where no variant was visited, as in Rez
            self._print("\nThe following executable script(s) have been created:")
            self._print("\n".join(written))
            self._print("")
        if self.all_test_results.num_tests:
            self.all_test_results.print_summary()
            print()
        return visited

    def _build_variants(self, variants: Optional[List[int]], **arguments: Any) -> Tuple[int, List[Optional[str]]]:
        tests = arguments["install"] and PackageTestRunner.get_package_test_names(self.package, ["pre_install"])
        # Tests may be such that run once only, so each build needs to know of those before it.
        if self.jobs < 2 or tests or not can_fork():
            return self.visit_variants(self._build_variant, variants=variants, **arguments)
        tasks: List[Callable[[], Optional[str]]] = []

        def plan(variant: Variant) -> None:
            tasks.append(partial(self._build_variant, variant, **arguments))

        visited, _ = self.visit_variants(plan, variants=variants)
        return visited, run_forked(tasks, self.jobs)

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
        self.run_hooks(ReleaseHookEvent.post_release, variants=done, **shared)
        if done:
            self.post_release(release_message=release_message)
        elif visited:
            self.warn_of_missing_tag()
        self._print_header("Release Summary")
        text = "\n%d of %d releases were successful" % (len(done), visited)
        if len(done) == visited:
            self._print(text)
        else:
            print(text)  # told even to who wants it quiet
        if self.all_test_results.num_tests:
            print()
            self.all_test_results.print_summary()
            print()
        return len(done)

    def _build_variant_base(self, variant: Variant, build_type: BuildType, install_path: Optional[str] = None,
                            clean: bool = False, install: bool = False, **kwargs: Any) -> LocalBuildResult:
        """Build one variant; with `install`, into its place in the repository.

        Raises:
            BuildContextResolveError: The build environment does not resolve.
            BuildError: The build fails.
        """
        install_path = install_path or self.package.config.local_packages_path
        package_path = self.get_package_install_path(install_path)
        build_path = self._variant_folder(self.build_path, variant)
        place = self._variant_folder(package_path, variant)

        if clean and os.path.exists(build_path):
            self._rmtree(build_path)
        os.makedirs(build_path, exist_ok=True)
        if install:
            package_repository_manager.get_repository(install_path).pre_variant_install(variant.resource)

        with self._writable(package_path, place) if install else with_noop():
            if install:
                os.makedirs(place, exist_ok=True)
            context, rxt = self.create_build_context(variant=self._as_building(variant), build_type=build_type,
                                                     build_path=build_path)
            self._print("\nInvoking %s build system...", self.build_system.name())
            result = self.build_system.build(context=context, variant=variant, build_path=build_path,
                                             install_path=place, install=install, build_type=build_type)
            write_variant_file(variant, build_path)
            if not result.get("success"):
                raise BuildError("The %s build system failed." % self.build_system.name())
            if install:
                install_files([rxt, os.path.join(build_path, VARIANT_FILE), *result.get("extra_files", [])], place)
                self._install_include_modules(install_path)
                install_shortlink(variant, package_path, place)
        answer: Any = dict(result, package_install_path=package_path, variant_install_path=place)
        return answer

    def _writable(self, package_path: str, place: str) -> ContextManager[None]:
        """Context in which an earlier payload's read-only folder can be written to."""
        existing = get_existing_path(place, topmost_path=os.path.dirname(package_path))
        if existing and self.package.config.make_package_temporarily_writable:
            return make_path_writable(existing)
        return with_noop()

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

    @staticmethod
    def _variant_folder(root: str, variant: Variant) -> str:
        subpath = variant._non_shortlinked_subpath
        return os.path.join(root, subpath) if subpath else root

    def _install_include_modules(self, install_path: str) -> None:
        install_include_modules(self.package, self.get_package_install_path(install_path))

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
        if not install:
            result = self._build_variant_base(build_type=BuildType.local, variant=variant, install_path=install_path,
                                              clean=clean)
            return result.get("build_env_script")

        with self._installing(variant, install_path):
            result = self._build_variant_base(build_type=BuildType.local, variant=variant, install_path=install_path,
                                              clean=clean, install=True)
            self._run_tests(variant, run_on=["pre_install"], package_install_path=result["package_install_path"])
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
        with self._installing(variant, release_path):
            result = self._build_variant_base(build_type=BuildType.central, variant=variant,
                                              install_path=release_path, clean=True, install=True)
            self._run_tests(variant, run_on=["pre_release"],
                            package_install_path=result["package_install_path"])
            data = self.get_release_data()
            data["release_message"] = release_message
            return variant.install(release_path, overrides=data)

    @contextmanager
    def _installing(self, variant: Variant, install_path: str) -> Iterator[None]:
        """Context that installs a payload and its definition; whatever ends it early leaves the payload of before."""
        package_path = self.get_package_install_path(install_path)
        try:
            with PayloadGuard(package_path, self._variant_folder(package_path, variant)):
                yield
        except (BuildError, PackageTestError):
            package_repository_manager.get_repository(install_path).on_variant_install_cancelled(variant.resource)
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
        for name in runner.get_package_test_names(package, run_on, ran_once=self.ran_test_names):
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
    """Return the class."""
    return LocalBuildProcess
