"""The build system `make`."""
from __future__ import annotations

import os.path

from pkgrs.build.build_system import BuildResult
from pkgrs.build.environment import BuildShell, EnvironmentBuildSystem, forwarder, write_build_script
from pkgrs.build.kinds import BuildType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
    from pkgrs.context.context import ResolvedContext
    from pkgrs.package.model import Variant


class MakeBuildSystem(EnvironmentBuildSystem):
    """Runs make in the build folder, with the Makefile of the source.

    The Makefile sees the variables of the build environment; `PREFIX` is where `make install` is to install.
    """

    @classmethod
    def name(cls) -> str:
        return "make"

    @classmethod
    def is_valid_root(cls, path: str, package: Any = None) -> bool:
        return os.path.isfile(os.path.join(path, "Makefile"))

    def build(self, context: ResolvedContext, variant: Variant, build_path: str, install_path: str,
              install: bool = False, build_type: BuildType = BuildType.local) -> BuildResult:
        if self.write_build_scripts:
            return write_build_script(self, variant, build_path, install_path, install)
        shell = BuildShell(self, context, variant, build_path, install_path, install, build_type)
        command = ["make", "-f", os.path.join(self.working_dir, "Makefile"), *self.build_args,
                   "PREFIX=%s" % install_path]
        if not any(word.startswith("-j") for word in self.build_args):
            command.append("-j%d" % variant.config.build_thread_count)
        done = self._run(shell, command)
        if done and install and "install" not in self.build_args:
            done = self._run(shell, [*command, "install"])
        return {"success": done}


_FWD__spawn_build_shell = forwarder(MakeBuildSystem)


def register_plugin() -> type:
    """Return the class."""
    return MakeBuildSystem
