"""The wrapper of a suite's tool: it runs the tool in its context, and has options of its own."""
from __future__ import annotations

import os
import sys

from pkgrs.base.descriptors import cached_property
from pkgrs.base.text import columnise
from pkgrs.config.config import config
from pkgrs.context.context import ResolvedContext
from pkgrs.errors import RezSystemError
from pkgrs.tool_errors import SuiteError
from pkgrs.suite import store
from pkgrs.suite.suite import Suite
from pkgrs.terminal.colour import Printer, critical, heading, local

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, NoReturn, Optional, Sequence, Tuple


__all__ = ["Wrapper", "_FWD__invoke_suite_tool_alias"]


class Wrapper:
    """A wrapper script in the `bin` folder of a suite.

    Args:
        filepath: The script.

    Raises:
        RezSystemError: It is no such script.
        SuiteError: It is not in a suite.
    """

    def __init__(self, filepath: str) -> None:
        call = _read_call(filepath)
        kwargs = call.get("kwargs")
        if not isinstance(kwargs, dict) or not {"context_name", "tool_name"} <= set(kwargs):
            raise _invalid(filepath, "missing kwargs")
        suite_path = os.path.dirname(os.path.dirname(filepath))
        context_name = kwargs["context_name"]
        path = os.path.join(suite_path, "contexts", "%s.rxt" % context_name)
        try:
            context = ResolvedContext.load(path)
        except Exception as error:
            raise _invalid(filepath, "Error loading context: %s" % error) from error
        self._init(suite_path, context_name, context, kwargs["tool_name"], kwargs.get("prefix_char"))

    def _init(
        self, suite_path: str, context_name: str, context: ResolvedContext, tool_name: str,
        prefix_char: Optional[str] = None,
    ) -> None:
        self.suite_path = suite_path
        self.context_name = context_name
        self.context = context
        self.tool_name = tool_name
        self.prefix_char = prefix_char

    @cached_property
    def suite(self) -> Any:
        """The suite that the tool is in."""
        return Suite.load(self.suite_path)

    def run(self, *args: str) -> int:
        """Run the tool, or what the wrapper's own options ask for.

        Args:
            args: Arguments; those that begin with the prefix character are the wrapper's.

        Returns:
            Exit code.
        """
        if self.prefix_char is None:
            return self._run("+", args)
        if self.prefix_char == "":
            return self._run_no_args(args)
        return self._run(self.prefix_char, args)

    def _run_no_args(self, args: Sequence[str]) -> int:
        code, _, _ = self.context.execute_shell(command=[self.tool_name, *args], block=True)
        return int(code)

    def _run(self, prefix_char: str, args: Sequence[str]) -> int:
        parser = _make_parser(prefix_char, self.tool_name)
        opts, tool_args = parser.parse_known_args(list(args))
        if opts.no_rez_args:
            return self._run_no_args([arg for arg in args if arg != prefix_char * 2 + "no-rez-args"])
        if opts.help:
            parser.print_help()
            return 0
        if opts.about:
            return self.print_about()
        if opts.versions:
            return self.print_package_versions()
        if opts.peek:
            return self.peek()
        return self._execute(opts, tool_args)

    def _execute(self, opts: Any, tool_args: Sequence[str]) -> int:
        context = self.context
        if opts.patch is not None:
            context = self._patched(opts)
            if not context.success:
                context.print_info(buf=sys.stderr)
                return 1
            if opts.verbose:
                context.print_info(verbosity=opts.verbose - 1)

        command: Any = [self.tool_name, *tool_args]
        if opts.interactive:
            command = None
        elif opts.command:
            command = opts.command
        code, _, _ = context.execute_shell(command=command, stdin=opts.stdin, quiet=opts.quiet, block=True)
        return int(code)

    def _patched(self, opts: Any) -> ResolvedContext:
        request = self.context.get_patched_request(opts.patch, strict=opts.strict)
        paths = config.nonlocal_packages_path if opts.no_local else None
        return ResolvedContext(request, package_paths=paths)

    # -- telling about the tool

    def print_about(self) -> int:
        """Print where the tool comes from; returns the exit code."""
        path = os.path.join(self.suite_path, "bin", self.tool_name)
        context_path = os.path.join(self.suite_path, "contexts", "%s.rxt" % self.context_name)
        print("Tool:     %s" % self.tool_name)
        print("Path:     %s" % path)
        print("Suite:    %s" % self.suite_path)
        print("Context:  %s (%r)" % (context_path, self.context_name))
        variants = self.context.get_tool_variants(self.tool_name)
        if len(variants) > 1:
            self._print_conflicting(variants)
        elif variants:
            print("Package:  %s" % next(iter(variants)).qualified_package_name)
        return 0

    def print_package_versions(self) -> int:
        """Print the versions of the package that brings the tool; returns the exit code."""
        from pkgrs.package.find import iter_packages

        variants = self.context.get_tool_variants(self.tool_name)
        if len(variants) > 1:
            self._print_conflicting(variants)
            return 1
        if not variants:
            return 1
        variant = next(iter(variants))
        rows: List[Tuple[str, str, str]] = []
        styles: List[Any] = []
        packages = iter_packages(name=variant.name)
        for package in sorted(packages, key=lambda package: package.version, reverse=True):
            is_this = package == variant.parent
            label = "(local)" if package.is_local else ""
            name = ("* %s" if is_this else "  %s") % package.qualified_name
            rows.append((name, package.uri, label))
            styles.append(heading if is_this else local if label else None)
        pr = Printer(sys.stdout)
        for line, style in zip(columnise(rows), styles):
            pr(line, style)
        return 0

    def peek(self) -> int:
        """Compare the tool's context with what its request would resolve to now; returns the exit code."""
        updated = ResolvedContext(self.context.requested_packages(), package_paths=self.context.package_paths)
        self.context.print_resolve_diff(updated)
        return 0

    @classmethod
    def _print_conflicting(cls, variants: Any) -> None:
        names = " ".join(sorted(variant.qualified_package_name for variant in variants))
        Printer(sys.stdout)("Packages (in conflict): %s" % names, critical)


Wrapper.__module__ = "rez.wrapper"


def _FWD__invoke_suite_tool_alias(
    context_name: str, tool_name: str, prefix_char: Optional[str] = None, _script: Optional[str] = None,
    _cli_args: Any = None,
) -> NoReturn:
    """Run the tool that a wrapper stands for, and exit with its exit code. Called by the wrapper."""
    suite_path = os.path.dirname(os.path.dirname(_script or ""))
    path = os.path.join(suite_path, "contexts", "%s.rxt" % context_name)
    store.check_name("context", context_name)
    wrapper = Wrapper.__new__(Wrapper)
    wrapper._init(suite_path, context_name, ResolvedContext.load(path), tool_name, prefix_char)
    sys.exit(wrapper.run(*(_cli_args or ())))


def _invalid(filepath: str, reason: object) -> RezSystemError:
    return RezSystemError("Invalid executable file %s: %s" % (filepath, reason))


def _read_call(filepath: str) -> Dict[str, Any]:
    """What the script calls."""
    from yaml import YAMLError

    from pkgrs.base.yaml import load_yaml

    try:
        call = load_yaml(filepath)
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise _invalid(filepath, error) from error
    if not isinstance(call, dict) or call.get("func_name") != "_FWD__invoke_suite_tool_alias":
        raise _invalid(filepath, "not a suite alias")
    folder = os.path.dirname(os.path.dirname(filepath))
    if not os.path.isfile(os.path.join(folder, "suite.yaml")):
        raise SuiteError("Not a suite: %r" % folder)
    return call


def _make_parser(prefix_char: str, tool_name: str) -> Any:
    """The parser of the wrapper's own options."""
    from argparse import ArgumentParser

    parser = ArgumentParser(prog=tool_name, prefix_chars=prefix_char, add_help=False)

    def add(*names: str, **kwargs: Any) -> None:
        flags = [prefix_char * (1 if len(name) == 1 else 2) + name for name in names]
        parser.add_argument(*flags, **kwargs)

    add("h", "help", action="store_true", help="show the wrapper's options")
    add("a", "about", action="store_true", help="tell where the tool comes from")
    add("i", "interactive", action="store_true", help="start a shell in the tool's environment")
    add("p", "patch", type=str, nargs="*", metavar="PKG", help="change the request of the tool's environment first")
    add("versions", action="store_true", help="list the versions of the package that brings the tool")
    add("command", type=str, nargs="+", metavar=("COMMAND", "ARG"), help="run this command in place of the tool")
    add("stdin", action="store_true", help="let the shell read commands from standard input")
    add("strict", action="store_true", help="with %spatch: keep what is resolved as it is" % (prefix_char * 2))
    add("nl", "no-local", dest="no_local", action="store_true",
        help="with %spatch: leave local packages out" % (prefix_char * 2))
    add("peek", action="store_true", help="compare with what the request would resolve to now")
    add("verbose", action="count", default=0, help="say more; give it again for still more")
    add("quiet", action="store_true", help="leave out the welcome of a shell")
    add("no-rez-args", dest="no_rez_args", action="store_true",
        help="give all arguments to the tool, even those that begin with '%s'" % prefix_char.replace("%", "%%"))
    return parser
