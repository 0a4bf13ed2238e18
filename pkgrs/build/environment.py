"""The environment that a build command runs in, shared by the build systems that run one."""
from __future__ import annotations

import os.path
import sys

from pkgrs.build.build_system import BuildResult, BuildSystem
from pkgrs.build.kinds import BuildType
from pkgrs.build.payload import inherited_files
from pkgrs.config.config import config
from pkgrs.context.context import ResolvedContext
from pkgrs.package.developer import get_developer_package
from pkgrs.shell.scripts import create_forwarding_script

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Optional, Sequence, Type, Union
    from pkgrs.package.model import Variant
    from pkgrs.rex.executor import RexExecutor

    Actions = Callable[["RexExecutor"], None]


class EnvironmentBuildSystem(BuildSystem):
    """A build system that runs commands in the variant's build environment."""

    @classmethod
    def _add_build_actions(cls, executor: RexExecutor, context: ResolvedContext, package: Any, variant: Variant,
                           build_type: BuildType, install: bool, build_path: str,
                           install_path: Optional[str] = None) -> None:
        """What the build environment begins with, before the packages' commands."""
        cls.add_standard_build_actions(executor=executor, context=context, variant=variant, build_type=build_type,
                                       install=install, build_path=build_path, install_path=install_path)

    def _tell(self, text: str) -> None:
        if self.verbose:
            print(text)

    def _run(self, shell: BuildShell, command: Sequence[str], flush: bool = True) -> bool:
        """Say what is run, and run it; see `BuildShell.run`."""
        self._tell("\nExecuting: %s" % " ".join(command))
        return shell.run(command, flush)


class BuildShell:
    """Runs commands in a variant's build environment; the arguments are those of `BuildSystem.build`.

    Args:
        extra_actions: Run with the executor before the packages' commands.
    """

    def __init__(self, system: EnvironmentBuildSystem, context: ResolvedContext, variant: Variant, build_path: str,
                 install_path: str, install: bool, build_type: BuildType,
                 extra_actions: Optional[Actions] = None) -> None:
        self.system = system
        self.context = context
        self.variant = variant
        self.extra_actions = extra_actions
        self.arguments: Dict[str, Any] = {"variant": variant, "build_type": build_type, "install": install,
                                          "build_path": build_path, "install_path": install_path}
        self.build_path = build_path

    def run(self, command: Union[str, Sequence[str]], flush: bool = True) -> bool:
        """Run a command line, or a list of arguments, in the build folder; returns whether it worked.

        Args:
            flush: Whether what has been printed is to come before what the command prints, wherever it goes.
        """
        if flush:
            sys.stdout.flush()
        code, _, _ = self.context.execute_shell(command=command, block=True, cwd=self.build_path,
                                                actions_callback=self._actions,
                                                post_actions_callback=self._post_actions, **inherited_files())
        return not code

    def _actions(self, executor: RexExecutor) -> None:
        self.system._add_build_actions(executor, context=self.context, package=self.system.package, **self.arguments)
        if self.extra_actions is not None:
            self.extra_actions(executor)

    def _post_actions(self, executor: RexExecutor) -> None:
        self.system.add_pre_build_commands(executor, **self.arguments)


def write_build_script(system: BuildSystem, variant: Variant, build_path: str, install_path: Optional[str],
                       install: bool) -> BuildResult:
    """Write the script `build-env`, which enters the build environment of the variant."""
    script = os.path.join(build_path, "build-env")
    create_forwarding_script(script, module=("build_system", system.name()), func_name="_FWD__spawn_build_shell",
                             working_dir=system.working_dir, build_path=build_path, variant_index=variant.index,
                             install=install, install_path=install_path)
    return {"success": True, "build_env_script": script}


def spawn_build_shell(system: Type[EnvironmentBuildSystem], working_dir: str, build_path: str,
                      variant_index: Optional[int], install: bool, install_path: Optional[str] = None) -> None:
    """Enter the build environment of a variant, and end the process with the shell's exit code.

    Args:
        system: The build system, whose `_add_build_actions` are run.
    """
    context = ResolvedContext.load(os.path.join(build_path, "build.rxt"))
    package = get_developer_package(working_dir)
    variant = package.get_variant(variant_index)
    assert variant is not None
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


def forwarder(system: Type[EnvironmentBuildSystem]) -> Callable[..., None]:
    """The function that a build script of this build system calls."""

    def _FWD__spawn_build_shell(working_dir: str, build_path: str, variant_index: Optional[int], install: bool,
                                install_path: Optional[str] = None) -> None:
        spawn_build_shell(system, working_dir, build_path, variant_index, install, install_path)

    return _FWD__spawn_build_shell
