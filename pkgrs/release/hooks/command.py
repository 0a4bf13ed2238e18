"""The release hook `command`: runs commands around a release."""
from __future__ import annotations

import getpass
import os
import sys
from subprocess import PIPE, STDOUT, Popen, list2cmdline

from pkgrs.base.log import print_debug
from pkgrs.base.schema import And, Or, Schema, Use
from pkgrs.base.schema import Optional as OptionalKey
from pkgrs.base.scope import scoped_formatter
from pkgrs.base.text import expandvars
from pkgrs.base.which import which_any as which
from pkgrs.tool_errors import ReleaseHookCancellingError
from pkgrs.platform.system import system
from pkgrs.release.hook import ReleaseHook

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional


class CommandReleaseHook(ReleaseHook):
    """Runs the commands of its settings.

    In the arguments `{system.…}`, `{release.path}`, `{package.…}` and `{variants}` stand for what they say; fields that
    are unknown stay.
    """

    commands_schema = Schema({
        "command": str,
        OptionalKey("args"): Or(And(str, Use(lambda text: text.strip().split())), [str]),
        OptionalKey("pretty_args"): bool,
        OptionalKey("user"): str,
        OptionalKey("env"): dict,
    })

    schema_dict = {
        "print_commands": bool,
        "print_output": bool,
        "print_error": bool,
        "cancel_on_error": bool,
        "stop_on_error": bool,
        "pre_build_commands": [commands_schema],
        "pre_release_commands": [commands_schema],
        "post_release_commands": [commands_schema],
    }

    @classmethod
    def name(cls) -> str:
        return "command"

    def execute_command(self, cmd_name: str, cmd_arguments: List[str], user: Optional[str], errors: Optional[List[str]],
                        env: Optional[Dict[str, str]] = None) -> bool:
        """Run a command in the package's folder.

        Args:
            cmd_name: Name or path of the program.
            cmd_arguments: Its arguments.
            user: Who runs it; None for the user of this process. Others are taken on by `sudo`.
            errors: Gets a text if it fails.
            env: All variables that it sees; those of this process if None.

        Returns:
            Whether it worked.
        """
        def fail(text: str) -> bool:
            if errors is not None:
                errors.append(text)
            if self.settings.print_error:
                print(text, file=sys.stderr)
            return False

        program = which(cmd_name, env=env)
        if not program:
            return fail("%s: command not found" % cmd_name)
        arguments = [program, *cmd_arguments]
        if user == "root":
            arguments.insert(0, "sudo")
        elif user and user != getpass.getuser():
            arguments[:0] = ["sudo", "-u", user]

        try:
            process = Popen(arguments, stdout=PIPE, stderr=STDOUT, env=env, cwd=self.source_path)
            out, _ = process.communicate()
        except OSError as error:
            return fail("%s: %s" % (cmd_name, error))
        # Output is shown as the bytes that it is: Rez does so.
        if process.returncode:
            return fail("command failed:\n%r" % out)
        if self.settings.print_output:
            print(out.strip())
        return True

    def pre_build(self, user: str, install_path: str,  # type: ignore[override]
                  variants: Optional[List[int]] = None, **kwargs: Any) -> None:
        self._run_or_cancel("pre-build", self.settings.pre_build_commands, install_path, variants)

    def pre_release(self, user: str, install_path: str,  # type: ignore[override]
                    variants: Optional[List[int]] = None, **kwargs: Any) -> None:
        self._run_or_cancel("pre-release", self.settings.pre_release_commands, install_path, variants)

    def post_release(self, user: str, install_path: str,  # type: ignore[override]
                     variants: List[Any], **kwargs: Any) -> None:
        errors: List[str] = []
        # The variants are of one package: the released one.
        package = variants[0].parent if variants else self.package
        self._execute_commands(self.settings.post_release_commands, install_path=install_path, package=package,
                               errors=errors, variants=variants)
        if errors:
            print_debug("The following post-release commands failed:\n" + "\n".join(errors))

    def _run_or_cancel(self, event: str, commands: Any, install_path: str, variants: Optional[List[int]]) -> None:
        errors: List[str] = []
        self._execute_commands(commands, install_path=install_path, package=self.package, errors=errors,
                               variants=variants)
        if errors and self.settings.cancel_on_error:
            raise ReleaseHookCancellingError("The following %s commands failed:\n%s" % (event, "\n".join(errors)))

    def _execute_commands(self, commands: Any, install_path: str, package: Any, errors: Optional[List[str]] = None,
                          variants: Optional[List[Any]] = None) -> None:
        formatter = scoped_formatter(system=system, release={"path": install_path}, package=package,
                                     variants=[_described(variant) for variant in variants or ()])
        for settings in commands:
            program = expandvars(os.path.expanduser(settings["command"]))
            pretty = settings.get("pretty_args", True)
            arguments = [expandvars(formatter.format(text, pretty=pretty, expand=formatter.format_expand.unchanged))
                         for text in settings.get("args") or ()]
            env = settings.get("env")
            if self.settings.print_commands or self.package.config.debug("package_release"):
                self._print_command(program, arguments, env)
            environ = dict(os.environ, **{key: str(value) for key, value in env.items()}) if env else None
            done = self.execute_command(cmd_name=program, cmd_arguments=arguments, user=settings.get("user"),
                                        errors=errors, env=environ)
            if not done and self.settings.stop_on_error:
                return

    def _print_command(self, program: str, arguments: List[str], env: Optional[Dict[str, str]]) -> None:
        lines = ["running command: %s" % list2cmdline([program, *arguments])]
        lines += ["    with: %s=%s" % item for item in (env or {}).items()]
        for line in lines:
            if self.settings.print_commands:
                print(line)
            else:
                print_debug(line)


def _described(variant: Any) -> Any:
    """What `{variants}` shows of a variant: its index before the release, afterwards where it is installed."""
    if isinstance(variant, int):
        return variant
    return dict(variant.resource.variables, variant_requires=list(map(str, variant.variant_requires)))


def register_plugin() -> type:
    return CommandReleaseHook
