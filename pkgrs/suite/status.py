"""What the current environment is, and what a name means in it."""
from __future__ import annotations

import os
import sys
from fnmatch import fnmatch

from pkgrs.base.descriptors import cached_property
from pkgrs.base.text import print_colored_columns
from pkgrs.base.which import which
from pkgrs.context.context import ResolvedContext
from pkgrs.package.find import iter_packages
from pkgrs.suite.suite import Suite
from pkgrs.suite.wrapper import Wrapper
from pkgrs.terminal.colour import Printer, critical, warning
from pkgrs.version.package_request import PackageRequest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, List, Optional, Set

    Row = List[Any]


__all__ = ["Status", "status"]


class Status:
    """The environment that this process runs in. What is asked for once is remembered."""

    def __init__(self) -> None:
        pass

    @cached_property
    def context_file(self) -> Optional[str]:
        """File of the current context, or None if there is none."""
        return os.getenv("REZ_RXT_FILE")

    @cached_property
    def context(self) -> Optional[ResolvedContext]:
        """The current context, or None if there is none."""
        return ResolvedContext.load(self.context_file) if self.context_file else None

    @cached_property
    def suites(self) -> List[Suite]:
        """The suites whose tools are on PATH."""
        return Suite.load_visible_suites()

    @cached_property
    def parent_suite(self) -> Optional[Suite]:
        """The suite whose tool this is called from, or None."""
        if self.context and self.context.parent_suite_path:
            return Suite.load(self.context.parent_suite_path)
        return None

    @cached_property
    def active_suite_context_name(self) -> Optional[str]:
        """Name of the current context in its suite, or None."""
        return self.context.suite_context_name if self.context else None

    def print_info(self, obj: Optional[str] = None, buf: Any = None) -> bool:
        """Tell what a tool, package, context or suite is, or what the environment is.

        Args:
            obj: Its name or path; the environment if None.
            buf: Stream; standard output if None.

        Returns:
            Whether anything is known of it.
        """
        buf = buf or sys.stdout
        if not obj:
            self._print_info(buf)
            return True
        known = False
        for tell in (self._print_tool_info, self._print_package_info, self._print_suite_info,
                     self._print_context_info):
            known = tell(obj, buf, known) or known
        if not known:
            print("Rez does not know what '%s' is" % obj, file=buf)
        return known

    def print_tools(self, pattern: Optional[str] = None, buf: Any = None) -> bool:
        """List the tools that can be called.

        Args:
            pattern: What their names look like; all if None.
            buf: Stream; standard output if None.

        Returns:
            Whether there are any.
        """
        pr = Printer(buf or sys.stdout)
        rows = self._context_tool_rows()
        rows += self._suite_tool_rows({row[0] for row in rows})
        rows = [row for row in rows if not pattern or fnmatch(row[0], pattern)]
        if not rows:
            pr("No matching tools.")
            return False
        headers: List[Row] = [["TOOL", "ALIASING", "PACKAGE", "SOURCE", "", None],
                              ["----", "--------", "-------", "------", "", None]]
        print_colored_columns(pr, headers + sorted(rows, key=lambda row: row[0].lower()))
        return True

    def _context_tool_rows(self) -> List[Row]:
        if not self.context:
            return []
        conflicts = self.context.get_conflicting_tools()
        rows: List[Row] = []
        for _, (variant, tools) in sorted(self.context.get_tools().items()):
            for tool in tools:
                mark, style = ("(in conflict)", critical) if tool in conflicts else ("", None)
                rows.append([tool, "-", variant.qualified_package_name, "active context", mark, style])
        return rows

    def _suite_tool_rows(self, seen: Set[str]) -> List[Row]:
        """Rows for the tools of suites whose names were not seen before."""
        rows: List[Row] = []
        for suite in self.suites:
            for alias, tool in suite.get_tools().items():
                if alias in seen:
                    continue
                seen.add(alias)
                marks: List[str] = []
                style: Optional[Callable[[str], str]] = None
                program = which(alias)
                if program and program != os.path.join(suite.tools_path or "", alias):
                    marks.append("(hidden by unknown tool '%s')" % program)
                    style = warning
                variants = tool["variant"] if isinstance(tool["variant"], set) else {tool["variant"]}
                if len(variants) > 1:
                    marks.append("(in conflict)")
                    style = critical
                names = ", ".join(sorted(variant.qualified_package_name for variant in variants))
                aliasing = "-" if tool["tool_name"] == alias else tool["tool_name"]
                source = "context '%s' in suite '%s'" % (tool["context_name"], suite.load_path)
                rows.append([alias, aliasing, names, source, " ".join(marks), style])
        return rows

    # -- what an object is

    def _print_tool_info(self, value: str, buf: Any = None, b: bool = False) -> bool:
        """Print what is known of a tool; returns whether that is anything."""
        pr = Printer(buf or sys.stdout)
        word = "is also" if b else "is"
        program = which(value)
        if not program:
            return False
        # A context's tools go before those of suites.
        if self.context:
            variants = self.context.get_tool_variants(value)
            if variants:
                pr("'%s' %s a tool in the active context:" % (value, word))
                pr("Tool:     %s" % value)
                pr("Context:  %s" % self.context_file)
                _print_packages(pr, variants)
                pr()
                return True

        paths = (suite.get_tool_filepath(value) for suite in self.suites)
        path = next((path for path in paths if path), None)
        if path is None:
            return False
        if program != path:
            pr("'%s' %s a suite tool, but is hidden by an unknown tool '%s':" % (value, word, program), warning)
        else:
            pr("'%s' %s a suite tool:" % (value, word))
        Wrapper(path).print_about()
        pr()
        return True

    def _print_package_info(self, value: str, buf: Any = None, b: bool = False) -> bool:
        """Print what is known of a package; returns whether that is anything."""
        pr = Printer(buf or sys.stdout)
        word = "is also" if b else "is"
        try:
            request = PackageRequest(value)
        except Exception:  # something that is not a request at all, such as a path
            return False

        def show(name: str, package: Any) -> None:
            pr("Package:  %s" % name)
            pr("URI:      %s%s" % (package.uri, "  (local)" if package.is_local else ""))

        if self.context:
            variant = self.context.get_resolved_package(request.name)
            if variant and request.range is not None and variant.version in request.range:
                pr("'%s' %s a package in the active context:" % (request.name, word))
                show(variant.qualified_package_name, variant)
                pr("Context:  %s" % self.context_file)
                pr()
                return True

        packages = list(iter_packages(name=request.name, range_=request.range))
        if not packages:
            return False
        has_range = request.range is not None and not request.range.is_any()
        pr("'%s' %s a package. The latest version%s is:" % (
            request.name, word, " in the range '%s'" % request.range if has_range else ""))
        latest = max(packages, key=lambda package: package.version)
        show(latest.qualified_name, latest)
        pr()
        return True

    def _print_suite_info(self, value: str, buf: Any = None, b: bool = False) -> bool:
        """Print whether this is a suite; returns that."""
        return _print_saved("suite", value, os.path.isdir, Suite.load, buf, b)

    def _print_context_info(self, value: str, buf: Any = None, b: bool = False) -> bool:
        """Print whether this is a context; returns that."""
        return _print_saved("context", value, os.path.isfile, ResolvedContext.load, buf, b)

    def _print_info(self, buf: Any = None) -> None:
        """Print a summary of the environment."""
        from pkgrs.base.rez_version import _rez_version

        pr = Printer(buf or sys.stdout)
        pr("Using Rez v%s" % _rez_version)
        if self.context:
            if self.context.load_path:
                pr("\nActive Context: %s" % self.context.load_path)
            else:
                pr("\nIn Active Context.")
        else:
            pr("\nNo active context.")

        if self.suites:
            pr("\n%d visible suites:" % len(self.suites))
            for suite in self.suites:
                pr(suite.load_path or "")
        else:
            pr("\nNo visible suites.")
        if self.parent_suite:
            pr("\nCurrently within context %r in suite at %s" % (
                self.active_suite_context_name, self.parent_suite.load_path))


def _print_saved(kind: str, value: str, is_there: Callable[[str], bool], load: Callable[[str], Any], buf: Any,
                 also: bool) -> bool:
    """Print that a path holds something of a kind, if that can be loaded; returns whether it can."""
    path = os.path.abspath(value)
    if not is_there(path):
        return False
    try:
        load(path)
    except Exception:  # the path holds something else, or can't be read
        return False
    pr = Printer(buf or sys.stdout)
    pr("'%s' %s a %s. Use 'rez-%s' for more information." % (path, "is also" if also else "is", kind, kind))
    pr()
    return True


def _print_packages(pr: Printer, variants: Any) -> None:
    names = sorted(variant.qualified_package_name for variant in variants)
    if len(names) > 1:
        pr("Packages (in conflict): %s" % " ".join(names), critical)
    else:
        pr("Package:  %s" % names[0])


Status.__module__ = "rez.status"

status = Status()
