"""Suites: contexts in a folder whose tools run as if they were programs of their own."""
from __future__ import annotations

import os
import sys

from pkgrs.base.descriptors import cached_property
from pkgrs.context.context import ResolvedContext
from pkgrs.context.suites import visible_suite_paths
from pkgrs.errors import ResolvedContextError
from pkgrs.tool_errors import SuiteError
from pkgrs.suite import store
from pkgrs.suite.tools import Context, Tool, ToolTable, make_tool_table
from pkgrs.version.package_request import PackageRequest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Union

    from pkgrs.version.requirement import Requirement


__all__ = ["Suite", "Tool", "Context"]


class Suite:
    """Contexts whose tools are called through wrappers in one folder.

    A tool has its own name, with the prefix and suffix of its context, or an alias. Of tools with one name that one
    counts whose context has the highest priority; contexts get a higher one the later they are added or bumped.
    """

    def __init__(self) -> None:
        self.load_path: Optional[str] = None
        self.contexts: Dict[str, Context] = {}
        self.next_priority = 1
        self.tools: Optional[Dict[str, Tool]] = None
        self.tool_conflicts: Optional[Dict[str, List[Tool]]] = None
        self.hidden_tools: Optional[List[Tool]] = None

    def __str__(self) -> str:
        return "%s(%s)" % (self.__class__.__name__, " ".join(self.context_names))

    @property
    def context_names(self) -> List[str]:
        """Names of the contexts."""
        return list(self.contexts)

    @cached_property
    def tools_path(self) -> Optional[str]:
        """Folder of the wrappers; None if the suite was not loaded."""
        return os.path.join(self.load_path, "bin") if self.load_path else None

    def activation_shell_code(self, shell: Optional[str] = None) -> str:
        """Get the code that puts the wrappers on PATH in a shell; in the one in use if None."""
        from pkgrs.rex.action import OutputStyle
        from pkgrs.rex.executor import RexExecutor
        from pkgrs.shell.base import create_shell

        executor = RexExecutor(interpreter=create_shell(shell), parent_variables=["PATH"], shebang=False)
        executor.env.PATH.append(self.tools_path)
        code: str = executor.get_output(OutputStyle.file)
        return code.strip()

    # -- contexts

    def context(self, name: str) -> ResolvedContext:
        """Get a copy of a context.

        Raises:
            SuiteError: There is no such context.
        """
        return self._loaded_context(name).copy()

    def _loaded_context(self, name: str) -> ResolvedContext:
        entry = self._context(name)
        context = entry.get("context")
        if context is None:
            path = self._context_path(name)
            assert path is not None
            context = entry["context"] = ResolvedContext.load(path)
        loaded: ResolvedContext = context
        return loaded

    def add_context(self, name: str, context: ResolvedContext, prefix_char: Optional[str] = None) -> None:
        """Add a context.

        Args:
            name: Its name in the suite.
            context: The context, which is copied.
            prefix_char: What options of the wrappers begin with, as opposed to those of the tools; `+` if None. If
                empty, the wrappers take no options.

        Raises:
            SuiteError: The suite has a context of that name, or the context is not resolved.
        """
        problem = "already in suite" if name in self.contexts else "" if context.success else "is not resolved"
        if problem:
            raise SuiteError("Context %s: %r" % (problem, name))
        self.contexts[name] = {
            "name": name,
            "context": context.copy(),
            "tool_aliases": {},
            "hidden_tools": set(),
            "priority": self._next_priority,
            "prefix_char": prefix_char,
        }
        self._flush_tools()

    def find_contexts(self, in_request: Optional[str] = None,
                      in_resolve: Union[str, Requirement, None] = None) -> List[str]:
        """Find contexts by a package.

        Args:
            in_request: Name of a package that a context was asked for.
            in_resolve: Package, or range of its versions, that it has; or that it has not, as `!maya-2024`.

        Returns:
            Names of contexts to which all that is given applies.
        """
        names = self.context_names
        if in_request:
            names = [name for name in names if _is_requested(self._loaded_context(name), in_request)]
        if in_resolve:
            request = PackageRequest(in_resolve) if isinstance(in_resolve, str) else in_resolve
            names = [name for name in names if _is_resolved(self._loaded_context(name), request)]
        return names

    def remove_context(self, name: str) -> None:
        """Remove a context; raises `SuiteError` if there is no such."""
        self._context(name)
        del self.contexts[name]
        self._flush_tools()

    def set_context_prefix(self, name: str, prefix: str) -> None:
        """Put something in front of the names of a context's tools; raises `SuiteError` if there is no such context."""
        self._context(name)["prefix"] = prefix
        self._flush_tools()

    def remove_context_prefix(self, name: str) -> None:
        """Take away what is in front of the names of a context's tools."""
        self.set_context_prefix(name, "")

    def set_context_suffix(self, name: str, suffix: str) -> None:
        """Put something behind the names of a context's tools; raises `SuiteError` if there is no such context."""
        self._context(name)["suffix"] = suffix
        self._flush_tools()

    def remove_context_suffix(self, name: str) -> None:
        """Take away what is behind the names of a context's tools."""
        self.set_context_suffix(name, "")

    def bump_context(self, name: str) -> None:
        """Give a context the highest priority; raises `SuiteError` if there is no such context."""
        entry = self._context(name)
        entry["priority"] = self._next_priority
        self._flush_tools()

    # -- tools

    def hide_tool(self, context_name: str, tool_name: str) -> None:
        """Leave a tool of a context out of the suite; raises `SuiteError` if there is no such context or tool."""
        entry = self._context(context_name)
        if tool_name in entry["hidden_tools"]:
            return
        self._validate_tool(context_name, tool_name)
        self._flush_tools()
        entry["hidden_tools"].add(tool_name)

    def unhide_tool(self, context_name: str, tool_name: str) -> None:
        """Take a tool that was hidden into the suite again; raises `SuiteError` if there is no such context."""
        hidden = self._context(context_name)["hidden_tools"]
        if tool_name in hidden:
            hidden.remove(tool_name)
            self._flush_tools()

    def alias_tool(self, context_name: str, tool_name: str, tool_alias: str) -> None:
        """Give a tool another name.

        Raises:
            SuiteError: There is no such context or tool, or the tool has an alias.
        """
        entry = self._context(context_name)
        previous = entry["tool_aliases"].get(tool_name)
        if previous is not None:
            words = (tool_name, context_name, previous)
            raise SuiteError("Tool %r in context %r is already aliased to %r" % words)
        self._validate_tool(context_name, tool_name)
        self._flush_tools()
        entry["tool_aliases"][tool_name] = tool_alias

    def unalias_tool(self, context_name: str, tool_name: str) -> None:
        """Give a tool its own name again; raises `SuiteError` if there is no such context."""
        if self._context(context_name)["tool_aliases"].pop(tool_name, None) is not None:
            self._flush_tools()

    def get_tool_filepath(self, tool_alias: str) -> Optional[str]:
        """Get the path of a tool's wrapper; None if there is no such tool, or the suite was not loaded."""
        if self.tools_path is None or tool_alias not in self.get_tools():
            return None
        return os.path.join(self.tools_path, tool_alias)

    def get_tool_context(self, tool_alias: str) -> Optional[str]:
        """Get the name of the context that a tool belongs to; None if there is no such tool."""
        tool = self.get_tools().get(tool_alias)
        return tool["context_name"] if tool else None

    def get_tools(self) -> Dict[str, Tool]:
        """Get the tools of the suite by the names under which it has them."""
        self._update_tools()
        assert self.tools is not None
        return self.tools

    def get_hidden_tools(self) -> List[Tool]:
        """Get the tools that are hidden."""
        self._update_tools()
        assert self.hidden_tools is not None
        return self.hidden_tools

    def get_conflicting_aliases(self) -> List[str]:
        """Get the names that tools of several contexts have."""
        self._update_tools()
        return list(self.tool_conflicts or ())

    def get_alias_conflicts(self, tool_alias: str) -> Optional[List[Tool]]:
        """Get the tools of other contexts that have the name of a tool; None if there are none."""
        self._update_tools()
        return (self.tool_conflicts or {}).get(tool_alias)

    def validate(self) -> None:
        """Check all contexts.

        Raises:
            SuiteError: One is not valid.
        """
        for entry in self.contexts.values():
            try:
                self._loaded_context(entry["name"]).validate()
            except ResolvedContextError as error:
                raise SuiteError("Error in context %r: %s" % (entry["name"], error)) from error

    # -- files

    def to_dict(self) -> Dict[str, Any]:
        """Get the suite, without the contexts themselves, as plain data."""
        hidden = ("context", "loaded")
        return {"contexts": {
            name: {key: value for key, value in entry.items() if key not in hidden}
            for name, entry in self.contexts.items()}}

    @classmethod
    def from_dict(cls, d: Dict[str, Any]) -> Suite:
        """Make a suite from plain data; raises `KeyError` if something is missing."""
        suite = cls()
        suite.contexts = d["contexts"]
        suite.next_priority = 1 + max((entry["priority"] for entry in suite.contexts.values()), default=0)
        return suite

    def save(self, path: str, verbose: bool = False) -> None:
        """Write the suite to a folder. An older one that it was loaded from is replaced in one step.

        Args:
            path: The folder.
            verbose: Whether to print what is done.

        Raises:
            SuiteError: There is something else, or the name of a context or tool can't be that of a file.
            OSError: That is not possible.
        """
        tools = {
            alias: (tool, self.contexts[tool["context_name"]]["prefix_char"])
            for alias, tool in self.get_tools().items()}
        contexts = {name: self._loaded_context(name) for name in self.contexts}
        store.write(path, self.to_dict(), contexts, tools, print if verbose else _say_nothing, self.load_path)

    @classmethod
    def load(cls, path: str) -> Suite:
        """Read a suite from a folder.

        Raises:
            OSError: There is no such folder.
            SuiteError: It holds no suite, or one that is not valid.
        """
        data = store.read(path)
        try:
            suite = cls.from_dict(data)
        except (AttributeError, KeyError, TypeError) as error:
            raise SuiteError("Failed loading suite: %s: %s" % (error.__class__.__name__, error)) from error
        for name in suite.contexts:
            store.check_name("context", name)
        suite.load_path = os.path.realpath(path)
        return suite

    @classmethod
    def visible_suite_paths(cls, paths: Optional[List[str]] = None) -> List[str]:
        """Get the folders of the suites whose tools are on a search path: on PATH if None."""
        return visible_suite_paths(paths)

    @classmethod
    def load_visible_suites(cls, paths: Optional[List[str]] = None) -> List[Suite]:
        """Get the suites whose tools are on a search path: on PATH if None."""
        return [cls.load(path) for path in cls.visible_suite_paths(paths)]

    # -- printing

    def print_info(self, buf: Any = None, verbose: bool = False) -> None:
        """Print a summary of the suite; to standard output if no stream is given."""
        from pkgrs.suite.describe import print_info

        print_info(self, buf or sys.stdout, verbose)

    def print_tools(self, buf: Any = None, verbose: bool = False, context_name: Optional[str] = None) -> None:
        """Print the tools.

        Args:
            buf: Stream; standard output if None.
            verbose: Whether to print those that can't be called, too.
            context_name: Context whose tools are printed; all if None.
        """
        from pkgrs.suite.describe import print_tools

        print_tools(self, buf or sys.stdout, verbose, context_name)

    # -- within

    def _context(self, name: str) -> Context:
        entry = self.contexts.get(name)
        if not entry:
            raise SuiteError("No such context: %r" % name)
        return entry

    def _context_path(self, name: str, suite_path: Optional[str] = None) -> Optional[str]:
        folder = suite_path or self.load_path
        return os.path.join(folder, "contexts", "%s.rxt" % name) if folder else None

    @property
    def _next_priority(self) -> int:
        priority = self.next_priority
        self.next_priority += 1
        return priority

    def _flush_tools(self) -> None:
        self.tools = self.tool_conflicts = self.hidden_tools = None

    def _validate_tool(self, context_name: str, tool_name: str) -> None:
        tools = self._loaded_context(context_name).get_tools(request_only=True)
        if not any(tool_name in names for _, names in tools.values()):
            raise SuiteError("No such tool %r in context %r" % (tool_name, context_name))

    def _update_tools(self) -> None:
        if self.tools is None:
            table: ToolTable = make_tool_table(self.contexts.values(), self._loaded_context)
            self.tools, self.tool_conflicts, self.hidden_tools = table.visible, table.conflicts, table.hidden


Suite.__module__ = "rez.suite"


def _say_nothing(text: str) -> None:
    pass


def _is_requested(context: ResolvedContext, text: str) -> bool:
    return text in {request.name for request in context.requested_packages(True)}


def _is_resolved(context: ResolvedContext, request: Requirement) -> bool:
    variant = context.get_resolved_package(request.name)
    has = variant is not None and request.range is not None and variant.version in request.range
    return not has if request.conflict else has
