"""The build system `cmake`, which drives make or its like."""
from __future__ import annotations

import argparse
import os.path

from pkgrs.base.schema import Or
from pkgrs.base.which import which
from pkgrs.build.build_system import BuildResult
from pkgrs.build.environment import BuildShell, EnvironmentBuildSystem, forwarder, write_build_script
from pkgrs.build.kinds import BuildType
from pkgrs.config.config import config
from pkgrs.tool_errors import BuildSystemError
from pkgrs.platform.current import platform_
from pkgrs.plugin.manager import plugin_manager
from pkgrs.shell.base import create_shell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional, Sequence
    from pkgrs.context.context import ResolvedContext
    from pkgrs.package.model import Variant
    from pkgrs.rex.executor import RexExecutor


class RezCMakeError(BuildSystemError):
    """CMake is not there, or can't do what it is asked for."""

    __module__ = "rezplugins.build_system.cmake"


class CMakeBuildSystem(EnvironmentBuildSystem):
    """Runs cmake in the build folder, then the program that builds from what cmake has written.

    The modules in `cmake_files` are on CMake's module path; a project begins with `include(RezBuild)`.
    """

    build_systems = {
        "eclipse": "Eclipse CDT4 - Unix Makefiles",
        "codeblocks": "CodeBlocks - Unix Makefiles",
        "make": "Unix Makefiles",
        "nmake": "NMake Makefiles",
        "mingw": "MinGW Makefiles",
        "xcode": "Xcode",
        "ninja": "Ninja",
    }

    build_targets = ["Debug", "Release", "RelWithDebInfo"]

    schema_dict = {
        "build_target": Or(*build_targets),
        "build_system": Or(*build_systems),
        "cmake_args": [str],
        "cmake_binary": Or(None, str),
        "make_binary": Or(None, str),
    }

    @classmethod
    def name(cls) -> str:
        return "cmake"

    @classmethod
    def child_build_system(cls) -> str:
        return "make"

    @classmethod
    def is_valid_root(cls, path: str, package: Any = None) -> bool:
        return os.path.isfile(os.path.join(path, "CMakeLists.txt"))

    @classmethod
    def bind_cli(cls, parser: argparse.ArgumentParser, group: argparse._ArgumentGroup) -> None:
        settings = config.plugins.build_system.cmake
        group.add_argument("--bt", "--build-target", dest="build_target", type=str, choices=cls.build_targets,
                           default=settings.build_target, help="kind of build (default: %(default)s)")
        group.add_argument("--bs", "--cmake-build-system", dest="cmake_build_system", type=str,
                           choices=list(cls.build_systems), default=settings.build_system,
                           help="what cmake writes files for (default: %(default)s)")

    def __init__(self, working_dir: str, opts: Optional[argparse.Namespace] = None, package: Any = None,
                 write_build_scripts: bool = False, verbose: bool = False, build_args: Sequence[str] = [],  # noqa: B006
                 child_build_args: Sequence[str] = []) -> None:  # noqa: B006
        super().__init__(working_dir, opts=opts, package=package, write_build_scripts=write_build_scripts,
                         verbose=verbose, build_args=build_args, child_build_args=child_build_args)
        self.settings = self.package.config.plugins.build_system.cmake
        self.build_target = getattr(opts, "build_target", None) or self.settings.build_target
        self.cmake_build_system = getattr(opts, "cmake_build_system", None) or self.settings.build_system
        if self.cmake_build_system == "xcode" and platform_.name != "osx":
            raise RezCMakeError("Generation of Xcode project only available on the OSX platform")

    def build(self, context: ResolvedContext, variant: Variant, build_path: str, install_path: str,
              install: bool = False, build_type: BuildType = BuildType.local) -> BuildResult:
        shell = BuildShell(self, context, variant, build_path, install_path, install, build_type)
        configure = self._configure_command(context, install_path, install, build_type)
        self._tell("Executing: %s" % " ".join(configure))
        if not shell.run(configure, flush=False):
            return {"success": False}
        if self.write_build_scripts:
            return write_build_script(self, variant, build_path, install_path, install)

        make = self._make_command(variant)
        done = self._run(shell, make, flush=False)
        if done and install and "install" not in make:
            done = self._run(shell, [*make, "install"], flush=False)
        return {"success": done}

    def _configure_command(self, context: ResolvedContext, install_path: str, install: bool,
                           build_type: BuildType) -> List[str]:
        # The shell fills in the module path, to which the packages of the environment add.
        module_path = create_shell().get_key_token("CMAKE_MODULE_PATH")
        return [
            self._cmake(context), self.working_dir, *self.settings.cmake_args, *self.build_args,
            "-DCMAKE_INSTALL_PREFIX=%s" % install_path,
            "-DCMAKE_MODULE_PATH=%s" % module_path,
            "-DCMAKE_BUILD_TYPE=%s" % self.build_target,
            "-DREZ_BUILD_TYPE=%s" % build_type.name,
            "-DREZ_BUILD_INSTALL=%d" % install,
            "-G", self.build_systems[self.cmake_build_system],
        ]

    def _cmake(self, context: ResolvedContext) -> str:
        """The path of cmake: that of the settings, of the environment, or of the machine."""
        wanted = self.settings.cmake_binary
        if wanted:
            found = which(wanted)
            if not found:
                raise RezCMakeError("cmake binary does not exist: %s" % wanted)
        else:
            found = context.which("cmake", fallback=True)
            if not found:
                raise RezCMakeError("could not find cmake binary")
        return found

    def _make_command(self, variant: Variant) -> List[str]:
        programs = {"nmake": "nmake", "mingw": "mingw32-make", "ninja": "ninja"}
        program = self.settings.make_binary or programs.get(self.cmake_build_system, "make")
        command = [program, *self.child_build_args]
        # nmake knows no parallel builds.
        if self.cmake_build_system != "nmake" and not any(word.startswith("-j") for word in self.child_build_args):
            command.append("-j%d" % variant.config.build_thread_count)
        return command

    @classmethod
    def _add_build_actions(cls, executor: RexExecutor, context: ResolvedContext, package: Any, variant: Variant,
                           build_type: BuildType, install: bool, build_path: str,
                           install_path: Optional[str] = None) -> None:
        super()._add_build_actions(executor, context=context, package=package, variant=variant, build_type=build_type,
                                   install=install, build_path=build_path, install_path=install_path)
        folder = _data_folder()
        executor.env.CMAKE_MODULE_PATH.append(executor.normalize_path(os.path.join(folder, "cmake_files")))
        executor.env.REZ_BUILD_DOXYFILE = executor.normalize_path(os.path.join(folder, "template_files", "Doxyfile"))
        settings = package.config.plugins.build_system.cmake
        executor.env.REZ_BUILD_INSTALL_PYC = "1" if settings.install_pyc else "0"


def _data_folder() -> str:
    """Where the CMake modules and templates are: beside the plugin."""
    module = plugin_manager.get_plugin_module("build_system", "cmake")
    return os.path.dirname(os.path.abspath(module.__file__ or ""))


_FWD__spawn_build_shell = forwarder(CMakeBuildSystem)


def register_plugin() -> type:
    """Return the class."""
    return CMakeBuildSystem
