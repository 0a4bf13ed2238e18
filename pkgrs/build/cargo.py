"""The build system `cargo`, for programs and libraries in Rust. Rez has none."""
from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any, List, Optional

from pkgrs.base.which import which
from pkgrs.build.build_system import BuildResult
from pkgrs.build.environment import BuildShell, EnvironmentBuildSystem, forwarder, write_build_script
from pkgrs.build.kinds import BuildType

if TYPE_CHECKING:
    from pkgrs.context.context import ResolvedContext
    from pkgrs.package.model import Variant

# Endings of the libraries that programs in other languages can link to or load.
_LIBRARIES = (".so", ".dylib", ".dll", ".a", ".lib")


class CargoBuildSystem(EnvironmentBuildSystem):
    """Runs cargo, with the build folder for its target folder.

    Programs are installed to `bin`, libraries for other languages (the crate types cdylib and staticlib) to `lib`.
    """

    @classmethod
    def name(cls) -> str:
        return "cargo"

    @classmethod
    def is_valid_root(cls, path: str, package: Any = None) -> bool:
        return os.path.isfile(os.path.join(path, "Cargo.toml"))

    def build(self, context: ResolvedContext, variant: Variant, build_path: str, install_path: str,
              install: bool = False, build_type: BuildType = BuildType.local) -> BuildResult:
        if self.write_build_scripts:
            return write_build_script(self, variant, build_path, install_path, install)
        shell = BuildShell(self, context, variant, build_path, install_path, install, build_type)
        place = ["--target-dir", build_path, "--jobs", str(variant.config.build_thread_count)]
        manifest = ["--manifest-path", os.path.join(self.working_dir, "Cargo.toml")]
        done = self._run(shell, ["cargo", "build", "--release", *manifest, *place, *self.build_args])
        if done and install:
            names = _programs(build_path)
            if names:
                done = self._run(shell, ["cargo", "install", "--path", self.working_dir, "--root", install_path,
                                         "--no-track", "--force", *place, *self.build_args])
            _install_libraries(build_path, install_path)
        return {"success": done}


def _release_files(build_path: str) -> List[str]:
    folder = os.path.join(build_path, "release")
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    return [path for path in (os.path.join(folder, name) for name in names) if os.path.isfile(path)]


def _programs(build_path: str) -> List[str]:
    return [path for path in _release_files(build_path)
            if os.access(path, os.X_OK) and not path.endswith((*_LIBRARIES, ".d", ".rlib"))]


def _install_libraries(build_path: str, install_path: str) -> None:
    for path in _release_files(build_path):
        if path.endswith(_LIBRARIES):
            folder = os.path.join(install_path, "lib")
            os.makedirs(folder, exist_ok=True)
            shutil.copy2(path, folder)


_FWD__spawn_build_shell = forwarder(CargoBuildSystem)


def register_plugin() -> Optional[type]:
    """The class, if cargo is installed."""
    return CargoBuildSystem if which("cargo") else None
