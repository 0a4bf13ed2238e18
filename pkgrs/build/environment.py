"""The environment that a build command runs in, shared by the build systems that run one."""
from __future__ import annotations

import os.path
import sys
from typing import TYPE_CHECKING, Any, Callable, Optional, Type

from pkgrs.build.build_system import BuildResult, BuildSystem
from pkgrs.build.kinds import BuildType

if TYPE_CHECKING:
    from pkgrs.package.model import Variant
    from pkgrs.rex.executor import RexExecutor


def write_build_script(system: BuildSystem, variant: Variant, build_path: str, install_path: Optional[str],
                       install: bool) -> BuildResult:
    """Write the script `build-env`, which enters the build environment of the variant."""
    from pkgrs.shell.scripts import create_forwarding_script
    script = os.path.join(build_path, "build-env")
    create_forwarding_script(script, module=("build_system", system.name()), func_name="_FWD__spawn_build_shell",
                             working_dir=system.working_dir, build_path=build_path, variant_index=variant.index,
                             install=install, install_path=install_path)
    return {"success": True, "build_env_script": script}


def spawn_build_shell(system: Type[Any], working_dir: str, build_path: str,
                      variant_index: Optional[int], install: bool, install_path: Optional[str] = None) -> None:
    """Enter the build environment of a variant, and end the process with the shell's exit code.

    Args:
        system: The build system, whose `_add_build_actions` are run.
    """
    from pkgrs.config.config import config
    from pkgrs.context.context import ResolvedContext
    from pkgrs.package.developer import get_developer_package

    context = ResolvedContext.load(os.path.join(build_path, "build.rxt"))
    context.append_sys_path = False  # a build sees what it requires, and nothing of the machine's
    package = get_developer_package(working_dir)
    variant = package.get_variant(variant_index)
    config.override("prompt", "BUILD>")

    def actions(executor: RexExecutor) -> None:
        system._add_build_actions(executor, context=context, package=package, variant=variant,
                                  build_type=BuildType.local, install=install, build_path=build_path,
                                  install_path=install_path)

    def post_actions(executor: RexExecutor) -> None:
        system.add_pre_build_commands(executor, variant=variant, build_type=BuildType.local, install=install,
                                      build_path=build_path, install_path=install_path)

    code, _, _ = context.execute_shell(block=True, cwd=build_path, actions_callback=actions,
                                       post_actions_callback=post_actions)
    sys.exit(code)


def forwarder(system: Type[Any]) -> Callable[..., None]:
    """The function that a build script of this build system calls."""

    def _FWD__spawn_build_shell(working_dir: str, build_path: str, variant_index: Optional[int], install: bool,
                                install_path: Optional[str] = None) -> None:
        spawn_build_shell(system, working_dir, build_path, variant_index, install, install_path)

    return _FWD__spawn_build_shell
