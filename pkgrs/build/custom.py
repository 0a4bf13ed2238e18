"""The build system `custom`: the command that the package names."""
from __future__ import annotations

import argparse

from pkgrs.build.build_system import BuildResult
from pkgrs.build.environment import BuildShell, EnvironmentBuildSystem, forwarder, write_build_script
from pkgrs.build.kinds import BuildType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Sequence, Union
    from pkgrs.context.context import ResolvedContext
    from pkgrs.package.model import Variant
    from pkgrs.rex.executor import RexExecutor


ARGUMENTS_FILE = "./parse_build_args.py"


class CustomBuildSystem(EnvironmentBuildSystem):
    """Runs the package's `build_command`: a string, a list of arguments, or False when there is nothing to do.

    In it `{root}` is the folder with the source, `{install}` the word install or nothing, and `{build_path}`,
    `{install_path}`, `{name}`, `{variant_index}` and `{version}` are what they say.
    """

    @classmethod
    def name(cls) -> str:
        return "custom"

    @classmethod
    def is_valid_root(cls, path: str, package: Any = None) -> bool:
        from pkgrs.errors import PackageMetadataError
        from pkgrs.package.developer import get_developer_package
        if package is None:
            try:
                package = get_developer_package(path)
            except PackageMetadataError:
                return False
        return getattr(package, "build_command", None) is not None

    def __init__(self, working_dir: str, opts: Optional[argparse.Namespace] = None, package: Any = None,
                 write_build_scripts: bool = False, verbose: bool = False, build_args: Sequence[str] = [],  # noqa: B006
                 child_build_args: Sequence[str] = []) -> None:  # noqa: B006
        super().__init__(working_dir, opts=opts, package=package, write_build_scripts=write_build_scripts,
                         verbose=verbose, build_args=build_args, child_build_args=child_build_args)

    @classmethod
    def bind_cli(cls, parser: argparse.ArgumentParser, group: argparse._ArgumentGroup) -> None:
        """Add the options that `parse_build_args.py` in the working directory defines, on a name `parser`.

        Each option's value reaches the build as the variable `__PARSE_ARG_<NAME>`.
        """
        try:
            with open(ARGUMENTS_FILE) as file:
                source = file.read()
        except OSError:
            return
        before = set(_destinations(parser))
        try:
            exec(compile(source, ARGUMENTS_FILE, "exec"), {"parser": group})
        except Exception as error:  # whatever the developer's script raises
            from pkgrs.base.log import print_warning
            print_warning("Error in %s: %s" % (ARGUMENTS_FILE, error))
        parser._rezbuild_extra_args = [  # type: ignore[attr-defined]
            name for name in _destinations(parser) if name not in before]

    def build(self, context: ResolvedContext, variant: Variant, build_path: str, install_path: str,
              install: bool = False, build_type: BuildType = BuildType.local) -> BuildResult:
        if self.write_build_scripts:
            return write_build_script(self, variant, build_path, install_path, install)
        command = self.package.build_command
        if command is False:
            return {"success": True}

        expanded = self._expand(command, variant, build_path, install_path, install)
        if self.verbose:
            import shlex
            shown = expanded if isinstance(expanded, str) else " ".join(map(shlex.quote, expanded))
            print("Running build command: %s" % shown)

        def add_arguments(executor: RexExecutor) -> None:
            for name, value in self._parsed_arguments().items():
                executor.env["__PARSE_ARG_%s" % name.upper()] = value

        shell = BuildShell(self, context, variant, build_path, install_path, install, build_type, add_arguments)
        return {"success": shell.run(expanded)}

    def _expand(self, command: Union[str, Sequence[str]], variant: Variant, build_path: str, install_path: str,
                install: bool) -> Union[str, List[str]]:
        fields = {"build_path": build_path, "install": "install" if install else "", "install_path": install_path,
                  "name": self.package.name, "root": self.package.root,
                  "variant_index": variant.index if variant.index is not None else "",
                  "version": self.package.version}

        def fill(text: str) -> str:
            return text.format(**fields).strip()

        if isinstance(command, str):
            import shlex
            if self.build_args:
                command = "%s %s" % (command, " ".join(map(shlex.quote, self.build_args)))
            return fill(command)
        return [fill(word) for word in list(command) + list(self.build_args)]

    def _parsed_arguments(self) -> Dict[str, str]:
        """The values of the options that `bind_cli` added, as text; words of a list with blanks between."""
        parser = getattr(self.opts, "parser", None)
        values = {}
        for name in getattr(parser, "_rezbuild_extra_args", ()):
            value = getattr(self.opts, name, None)
            if value is None:
                value = ""
            elif isinstance(value, (list, tuple)):
                value = " ".join(map(str, value))
            elif isinstance(value, bool):
                value = "1" if value else "0"
            values[name] = str(value)
        return values


def _destinations(parser: argparse.ArgumentParser) -> List[str]:
    return [action.dest for action in parser._actions]


_FWD__spawn_build_shell = forwarder(CustomBuildSystem)


def register_plugin() -> type:
    """Return the class."""
    return CustomBuildSystem
