"""Build systems: what turns a package's source into its payload."""
from __future__ import annotations

import os.path
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Sequence, Type, TypedDict

from pkgrs.build.kinds import BuildType
from pkgrs.errors import PackageMetadataError
from pkgrs.tool_errors import BuildSystemError
from pkgrs.package.developer import get_developer_package
from pkgrs.plugin.manager import plugin_manager
from pkgrs.rex.bindings import VariantBinding
from pkgrs.rex.escape import literal

if TYPE_CHECKING:
    import argparse

    from pkgrs.context.context import ResolvedContext
    from pkgrs.package.developer import DeveloperPackage
    from pkgrs.package.model import Variant
    from pkgrs.rex.executor import RexExecutor


class BuildResult(TypedDict, total=False):
    """What a build system's `build` returns.

    `success` is whether it worked; `extra_files` are files (absolute paths) to be installed along with the
    payload; `build_env_script` is the script that enters the build environment, when that is all that was asked for.
    """

    success: bool
    extra_files: List[str]
    build_env_script: str


# Build systems that Rez has not: not listed, and looked for only where nothing else fits.
_UNLISTED = ("cargo",)


def get_buildsys_types() -> List[str]:
    """The names of the build systems that Rez has, too, and of those of plugins."""
    return [name for name in plugin_manager.get_plugins("build_system") if name not in _UNLISTED]


def get_valid_build_systems(working_dir: str, package: Optional[DeveloperPackage] = None) -> List[Type[BuildSystem]]:
    """The build systems that could build what is in the folder.

    A package that names its build system, or has a build command, leaves no choice; else each is asked whether it
    finds its files.

    Args:
        working_dir: Folder with the source.
        package: The package there; read from the folder if None.
    """
    if package is None:
        try:
            package = get_developer_package(working_dir)
        except PackageMetadataError:
            package = None

    if package is not None:
        named = None
        if getattr(package, "build_command", None) is not None:
            named = "custom"
        elif getattr(package, "build_system", None):
            named = package.build_system
        if named:
            return [plugin_manager.get_plugin_class("build_system", named)]

    fitting = _fitting(get_buildsys_types(), working_dir, package)
    return fitting or _fitting([name for name in plugin_manager.get_plugins("build_system") if name in _UNLISTED],
                               working_dir, package)


def _fitting(names: List[str], working_dir: str, package: Optional[DeveloperPackage]) -> List[Type[BuildSystem]]:
    classes = [plugin_manager.get_plugin_class("build_system", name) for name in names]
    fitting = [cls for cls in classes if cls.is_valid_root(working_dir, package=package)]
    driven = [cls.child_build_system() for cls in fitting]
    return [cls for cls in fitting if cls not in driven]


def create_build_system(working_dir: str, buildsys_type: Optional[str] = None,
                        package: Optional[DeveloperPackage] = None, opts: Optional[argparse.Namespace] = None,
                        write_build_scripts: bool = False, verbose: bool = False,
                        build_args: Sequence[str] = [], child_build_args: Sequence[str] = []) -> BuildSystem:  # noqa: B006
    """The build system for what is in the folder.

    Args:
        working_dir: Folder with the source.
        buildsys_type: Its name; found out if None.
        package: The package there; read from the folder if None.

    Raises:
        BuildSystemError: None fits, or more than one.
    """
    if not buildsys_type:
        names = [cls.name() for cls in get_valid_build_systems(working_dir, package=package)]
        if not names:
            raise BuildSystemError("No build system is associated with the path %s" % working_dir)
        if len(names) > 1:
            raise BuildSystemError("Source could be built with one of: %s; Please specify a build system"
                                   % ", ".join(names))
        buildsys_type = names[0]
    cls = plugin_manager.get_plugin_class("build_system", buildsys_type)
    return cls(working_dir, opts=opts, package=package, write_build_scripts=write_build_scripts, verbose=verbose,
               build_args=build_args, child_build_args=child_build_args)


class BuildSystem:
    """Base of the build system plugins.

    Args:
        working_dir: Folder with the source.
        opts: The parsed command line, with the options that `bind_cli` added.
        package: The package to build; read from the folder if None.
        write_build_scripts: Write a script that enters the build environment, rather than build.
        verbose: Say more.
        build_args: Arguments for the build system.
        child_build_args: Arguments for the build system that it drives.

    Raises:
        BuildSystemError: The folder holds nothing that it could build.
    """

    @classmethod
    def name(cls) -> str:
        """Its name as a plugin."""
        raise NotImplementedError

    def __init__(self, working_dir: str, opts: Optional[argparse.Namespace] = None,
                 package: Optional[DeveloperPackage] = None, write_build_scripts: bool = False, verbose: bool = False,
                 build_args: Sequence[str] = [], child_build_args: Sequence[str] = []) -> None:  # noqa: B006
        self.working_dir = working_dir
        # a third party's class need not take the package here; ours need not read it again
        known = {"package": package} if type(self).is_valid_root.__module__.startswith("pkgrs.") else {}
        if not self.is_valid_root(working_dir, **known):
            raise BuildSystemError("Not a valid working directory for build system %r: %s" % (self.name(), working_dir))
        self.package = package or get_developer_package(working_dir)
        self.write_build_scripts = write_build_scripts
        self.build_args = build_args
        self.child_build_args = child_build_args
        self.verbose = verbose
        self.opts = opts

    @classmethod
    def is_valid_root(cls, path: str, package: Any = None) -> bool:
        """Whether it could build what is in the folder."""
        raise NotImplementedError

    @classmethod
    def child_build_system(cls) -> Optional[str]:
        """The build system that it drives, if it does: a class whose files are no reason to choose that one; or a name."""
        return None

    @classmethod
    def bind_cli(cls, parser: argparse.ArgumentParser, group: argparse._ArgumentGroup) -> None:
        """Add its own options to the commands that build."""

    def build(self, context: ResolvedContext, variant: Variant, build_path: str, install_path: str,
              install: bool = False, build_type: BuildType = BuildType.local) -> BuildResult:
        """Build one variant.

        Args:
            context: The environment to build in.
            variant: What to build.
            build_path: Where to put what building makes; it exists.
            install_path: Where the payload goes.
            install: Whether to install as well.
            build_type: What the build is for.
        """
        raise NotImplementedError

    @classmethod
    def set_standard_vars(cls, executor: RexExecutor, context: ResolvedContext, variant: Variant,
                          build_type: BuildType, install: bool, build_path: str,
                          install_path: Optional[str] = None) -> None:
        """Set the variables that every build sees."""
        package = variant.parent
        requires = context.requested_packages(True)
        values: Dict[str, Any] = {
            "REZ_BUILD_ENV": 1,
            "REZ_BUILD_PATH": executor.normalize_path(build_path),
            "REZ_BUILD_THREAD_COUNT": package.config.build_thread_count,
            "REZ_BUILD_VARIANT_INDEX": variant.index or 0,
            "REZ_BUILD_VARIANT_REQUIRES": " ".join(map(str, variant.variant_requires)),
            "REZ_BUILD_VARIANT_SUBPATH": executor.normalize_path(variant._non_shortlinked_subpath or ""),
            "REZ_BUILD_PROJECT_VERSION": str(package.version),
            "REZ_BUILD_PROJECT_NAME": package.name,
            "REZ_BUILD_PROJECT_DESCRIPTION": (package.description or "").strip(),
            "REZ_BUILD_PROJECT_FILE": package.filepath,
            "REZ_BUILD_SOURCE_PATH": executor.normalize_path(os.path.dirname(package.filepath)),
            "REZ_BUILD_REQUIRES": " ".join(map(str, requires)),
            "REZ_BUILD_REQUIRES_UNVERSIONED": " ".join(request.name for request in requires),
            "REZ_BUILD_TYPE": build_type.name,
            "REZ_BUILD_INSTALL": 1 if install else 0,
        }
        if install_path:
            values["REZ_BUILD_INSTALL_PATH"] = executor.normalize_path(install_path)
        settings = package.config
        if build_type == BuildType.central and settings.rez_1_environment_variables \
                and not settings.disable_rez_1_compatibility:
            values["REZ_IN_REZ_RELEASE"] = 1
        for name, value in values.items():
            executor.env[name] = literal(str(value))

    @classmethod
    def add_pre_build_commands(cls, executor: RexExecutor, variant: Variant, build_type: BuildType, install: bool,
                               build_path: str, install_path: Optional[str] = None) -> None:
        """Run the package's `pre_build_commands`, which see `this` and `build`."""
        from pkgrs.base.attrdict import RO_AttrDictWrapper
        commands = getattr(variant, "pre_build_commands", None)
        if not commands:
            return
        build = {
            "build_type": build_type.name,
            "install": install,
            "build_path": executor.normalize_path(build_path),
            "install_path": executor.normalize_path(install_path) if install_path else install_path,
        }
        with executor.reset_globals():
            executor.bind("this", VariantBinding(variant))
            executor.bind("build", RO_AttrDictWrapper(build))
            executor.execute_code(commands)

    @classmethod
    def add_standard_build_actions(cls, executor: RexExecutor, context: ResolvedContext, variant: Variant,
                                   build_type: BuildType, install: bool, build_path: str,
                                   install_path: Optional[str] = None) -> None:
        """What each build environment begins with, before the packages' commands."""
        cls.set_standard_vars(executor=executor, context=context, variant=variant, build_type=build_type,
                              install=install, build_path=build_path, install_path=install_path)
