"""What build processes share: visiting variants, the build environment, the steps around a release."""
from __future__ import annotations

import os.path
import sys
from contextlib import contextmanager
from shlex import quote
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterator, List, Optional, Tuple

from pkgrs.base.lists import resolve_variant_indices
from pkgrs.build.kinds import BuildType
from pkgrs.build.process import BuildProcess
from pkgrs.config.config import config
from pkgrs.errors import RezError
from pkgrs.tool_errors import (
    BuildContextResolveError, BuildError, ReleaseError, ReleaseHookCancellingError, ReleaseVCSError)
from pkgrs.package.find import iter_packages
from pkgrs.repository.manager import package_repository_manager
from pkgrs.terminal.colour import Printer, heading

if TYPE_CHECKING:
    from pkgrs.context.context import ResolvedContext
    from pkgrs.package.model import Package, Variant


def debug_print(msg: str, *nargs: Any) -> None:
    """Tell what a release does, if the setting `debug_package_release` asks for it."""
    config.debug_printer("package_release")(msg, *nargs)


class BuildProcessHelper(BuildProcess):
    """A build process with the common steps; see `BuildProcess` for its arguments."""

    @contextmanager
    def repo_operation(self) -> Iterator[None]:
        """Errors of version control inside are warnings, if `skip_repo_errors` is set."""
        try:
            yield
        except ReleaseVCSError as error:
            if not self.skip_repo_errors:
                raise
            from pkgrs.base.log import print_warning
            print_warning("THE FOLLOWING ERROR WAS SKIPPED:\n%s" % error)

    def visit_variants(self, func: Callable[..., Any], variants: Optional[List[int]] = None,
                       **kwargs: Any) -> Tuple[int, List[Any]]:
        """Call the function on each variant.

        Args:
            variants: Indexes of those to visit, negative ones counted from the end; all if None.

        Returns:
            How many were visited, and what the calls returned.

        Raises:
            BuildError: The package lacks a variant that is named.
        """
        chosen = None
        if variants:
            chosen, absent = resolve_variant_indices(variants, self.package.num_variants)
            if absent:
                raise BuildError("The package does not contain the variants: %s" % ", ".join(map(str, absent)))
        results = []
        for variant in self.package.iter_variants():
            if chosen is not None and variant.index not in chosen:
                self._print_header("Skipping variant %s (%s)..." % (variant.index, self._n_of_m(variant)))
                continue
            results.append(func(variant, **kwargs))
        return len(results), results

    def get_package_install_path(self, path: str) -> str:
        """Where the package's payload goes in the repository at the path."""
        repository = package_repository_manager.get_repository(path)
        return repository.get_package_payload_path(package_name=self.package.name,
                                                   package_version=self.package.version)

    def create_build_context(self, variant: Variant, build_type: BuildType,
                             build_path: str) -> Tuple[ResolvedContext, str]:
        """Resolve the environment to build the variant in, and save it beside the build.

        Returns:
            The context and the path of its file.

        Raises:
            BuildContextResolveError: It does not resolve.
        """
        from pkgrs.context.context import ResolvedContext
        from pkgrs.package.filter import PackageFilterList

        requests = variant.get_requires(build_requires=True, private_build_requires=True)
        self._print("Resolving build environment: %s",
                    " ".join(quote(str(request)) for request in requests))
        settings = self.package.config
        paths = settings.packages_path if build_type == BuildType.local else settings.nonlocal_packages_path
        package_filter = None
        if settings.is_overridden("package_filter"):
            package_filter = PackageFilterList.from_pod(settings.package_filter)
        context = ResolvedContext(requests, package_paths=paths, package_filter=package_filter, building=True)
        if self.verbose and not self.quiet:
            context.print_info()

        path = os.path.join(build_path, "build.rxt")
        context.save(path)
        if context.status.name != "solved":
            raise BuildContextResolveError(context)
        return context, path

    def pre_release(self) -> None:
        """Check that the package can be released from here.

        Raises:
            ReleaseError: It can't; the text says why.
            ReleaseVCSError: The checkout is not fit for it.
        """
        path = self.package.config.release_packages_path
        if not os.path.exists(path):
            raise ReleaseError("Release path does not exist: %r" % path)

        if self.vcs:
            self._print("Checking state of repository...")
            with self.repo_operation():
                self.vcs.validate_repostate()
            if not self.ignore_existing_tag and self.package.config.plugins.release_vcs.check_tag:
                self._refuse_existing_tag()

        for package in iter_packages(self.package.name, paths=[path]):
            if self.package.uuid and package.uuid and self.package.uuid != package.uuid:
                raise ReleaseError("Cannot release - the packages are not the same (UUID mismatch)")
        if self.ensure_latest:
            for package in iter_packages(self.package.name, paths=[path]):
                if package.version > self.package.version:
                    raise ReleaseError("Cannot release - a newer package version already exists (%s)" % package.uri)

    def _refuse_existing_tag(self) -> None:
        with self.repo_operation():
            name = self.get_current_tag_name()
            if self.vcs.tag_exists(name):
                raise ReleaseError("Cannot release - the current package version '%s' is already tagged in the "
                                   "repository. Use --ignore-existing-tag to force the release"
                                   % self.package.version)

    def post_release(self, release_message: Optional[str] = None) -> None:
        """Tag the release."""
        if not self.vcs:
            return
        with self.repo_operation():
            self.vcs.create_release_tag(tag_name=self.get_current_tag_name(), message=release_message)

    def warn_of_missing_tag(self) -> None:
        """Tell what is left to do where a release was interrupted before its tag was there for all."""
        if not self.vcs:
            return
        from pkgrs.base.log import print_warning
        try:
            name = self.get_current_tag_name()
            if not self.vcs.tag_exists(name):
                print_warning("%s has been released, but there is no tag '%s': an earlier release may have been interrupted. "
                              "The released package's attribute 'revision' says what to tag.",
                              self.package.qualified_name, name)
            elif not self.vcs.tag_is_shared(name):
                print_warning("%s has been released, but its tag '%s' has not been pushed: an earlier release may have been "
                              "interrupted. Push the tag.", self.package.qualified_name, name)
        except (ReleaseError, ReleaseVCSError) as error:
            debug_print("could not look for the release's tag: %s", error)

    def get_current_tag_name(self) -> str:
        """The release's tag, from the setting `release_vcs.tag_name`.

        Raises:
            ReleaseError: The setting can't be formatted.
        """
        try:
            name: str = self.package.format(self.package.config.plugins.release_vcs.tag_name)
        except Exception as error:  # a template may call for anything of the package
            raise ReleaseError("Error formatting release tag name: %s" % error)
        return name or "unversioned"

    def run_hooks(self, hook_event: Any, **kwargs: Any) -> None:
        """Run the configured release hooks for an event.

        Raises:
            ReleaseError: A hook cancels.
        """
        import getpass

        from pkgrs.release.hook import create_release_hooks
        for hook in create_release_hooks(self.package.config.release_hooks or [], self.working_dir):
            debug_print("Running %s hook '%s'...", hook_event.label, hook.name())
            try:
                getattr(hook, hook_event.__name__)(user=getpass.getuser(), **kwargs)
            except ReleaseHookCancellingError as error:
                raise ReleaseError("%s cancelled by %s hook '%s': %s:\n%s" % (
                    hook_event.noun, hook_event.label, hook.name(), type(error).__name__, error))
            except RezError as error:
                debug_print("Error in %s hook '%s': %s:\n%s" % (
                    hook_event.label, hook.name(), type(error).__name__, error))

    def get_previous_release(self) -> Optional[Package]:
        """The latest released version that is older than this one."""
        found = None
        for package in iter_packages(self.package.name, paths=[self.package.config.release_packages_path]):
            if package.version < self.package.version and (found is None or package.version > found.version):
                found = package
        return found

    def get_changelog(self) -> Optional[str]:
        previous = self.get_previous_release()
        revision = previous.revision if previous else None
        changelog = None
        with self.repo_operation():
            changelog = self.vcs.get_changelog(revision, max_revisions=config.max_package_changelog_revisions)
        return changelog

    def get_release_data(self) -> Dict[str, Any]:
        """What a release adds to the definition: vcs, revision, changelog, and the release before."""
        previous = self.get_previous_release()
        data: Dict[str, Any] = {
            "vcs": self.vcs.name() if self.vcs else "None",
            "previous_version": previous.version if previous else None,
        }
        if not self.vcs:
            return data

        data.update(revision=None, previous_revision=previous.revision if previous else None)
        with self.repo_operation():
            data["revision"] = self.vcs.get_current_revision()
        changelog = self.get_changelog()
        limit = config.max_package_changelog_chars
        if changelog and limit and len(changelog) > limit:
            changelog = changelog[:limit] + "..."
        data["changelog"] = changelog
        return data

    def _print(self, txt: str, *nargs: Any) -> None:
        if self.verbose and not self.quiet:
            print(txt % nargs if nargs else txt)

    def _print_header(self, txt: str, n: int = 1) -> None:
        if self.quiet:
            return
        if self.verbose:
            print()
        if n <= 1:
            line = "=" * 80
            Printer(sys.stdout)("%s\n%s\n%s" % (line, txt, line), heading)
        else:
            Printer(sys.stdout)("%s\n%s" % (txt, "-" * len(txt)), heading)

    def _n_of_m(self, variant: Variant) -> str:
        count = max(self.package.num_variants, 1)
        return "%d/%d" % ((variant.index or 0) + 1, count)
