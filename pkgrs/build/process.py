"""Build processes: what is done around a build system to build, install and release a package's variants."""
from __future__ import annotations

import os.path

from pkgrs.tool_errors import BuildProcessError
from pkgrs.plugin.manager import plugin_manager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional
    from pkgrs.build.build_system import BuildSystem


def get_build_process_types() -> List[str]:
    """The names of the build processes."""
    return plugin_manager.get_plugins("build_process")


def create_build_process(process_type: str, working_dir: str, build_system: BuildSystem, package: Any = None,
                         vcs: Any = None, ensure_latest: bool = True, skip_repo_errors: bool = False,
                         ignore_existing_tag: bool = False, verbose: bool = False,
                         quiet: bool = False) -> BuildProcess:
    """A build process of the type; see `BuildProcess` for the arguments.

    Raises:
        BuildProcessError: There is no such type.
    """
    if process_type not in get_build_process_types():
        raise BuildProcessError("Unknown build process: %r" % process_type)
    cls = plugin_manager.get_plugin_class("build_process", process_type)
    return cls(working_dir, build_system, package=package, vcs=vcs, ensure_latest=ensure_latest,
               skip_repo_errors=skip_repo_errors, ignore_existing_tag=ignore_existing_tag, verbose=verbose,
               quiet=quiet)


class BuildProcess:
    """Base of the build process plugins.

    Args:
        working_dir: Folder with the source.
        build_system: Builds each variant.
        package: The package; read from the folder if None.
        vcs: The version control that a release is made from.
        ensure_latest: Refuse to release a version older than the latest one.
        skip_repo_errors: Go on when version control fails.
        ignore_existing_tag: Release even when the release's tag exists.
        verbose: Say more than the headings.
        quiet: Say nothing.

    Raises:
        BuildProcessError: The version control belongs to another folder.
    """

    @classmethod
    def name(cls) -> str:
        """Its name as a plugin."""
        raise NotImplementedError

    def __init__(self, working_dir: str, build_system: BuildSystem, package: Any = None, vcs: Any = None,
                 ensure_latest: bool = True, skip_repo_errors: bool = False, ignore_existing_tag: bool = False,
                 verbose: bool = False, quiet: bool = False) -> None:
        self.verbose = verbose
        self.quiet = quiet
        self.build_system = build_system
        self.vcs = vcs
        self.ensure_latest = ensure_latest
        self.skip_repo_errors = skip_repo_errors
        self.ignore_existing_tag = ignore_existing_tag
        if vcs and vcs.pkg_root != working_dir:
            raise BuildProcessError("Build process was instantiated with a mismatched VCS instance")
        self.build_path = os.path.join(working_dir, self.package.config.build_directory)

    @property
    def package(self) -> Any:
        """The package that is built."""
        return self.build_system.package

    @property
    def working_dir(self) -> str:
        """The folder with the source."""
        return self.build_system.working_dir

    def build(self, install_path: Optional[str] = None, clean: bool = False, install: bool = False,
              variants: Optional[List[int]] = None) -> int:
        """Build the variants, and perhaps install them.

        Args:
            install_path: Repository to install to; that of local packages if None.
            clean: Begin with an empty build folder.
            install: Whether to install.
            variants: Indexes of those to build; all if None.

        Returns:
            How many variants were built.
        """
        raise NotImplementedError

    def release(self, release_message: Optional[str] = None, variants: Optional[List[int]] = None) -> int:
        """Build the variants and install them to the repository of released packages.

        Returns:
            How many variants were released.
        """
        raise NotImplementedError

    def get_changelog(self) -> Optional[str]:
        """What changed since the last release."""
        raise NotImplementedError
