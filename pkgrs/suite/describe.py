"""Suites as text for people."""
from __future__ import annotations


from pkgrs.base.text import columnise
from pkgrs.terminal.colour import Printer, alias, critical, warning

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterable, List, Optional, Sequence, Tuple


_BLANK = ["", "", "", "", ""]


def print_info(suite: Any, buf: Any, verbose: bool = False) -> None:
    """See `Suite.print_info`."""
    pr = Printer(buf)
    if not suite.contexts:
        pr("Suite is empty.")
        return
    names = sorted(suite.contexts)
    pr("Suite contains %d contexts:" % len(names))
    if not verbose:
        pr(" ".join(names))
        return

    rows: List[Sequence[str]] = [("NAME", "VISIBLE TOOLS", "PATH"), ("----", "-------------", "----")]
    for name in names:
        tools = [tool for tool in suite.get_tools().values() if tool["context_name"] == name]
        text = "no tools"
        if tools:
            packages = {frozenset(_variants(tool)) for tool in tools}
            text = "%d tools from %d packages" % (len(tools), len(packages))
        path = suite._context_path(name) or "-"
        rows.append((name, text, path))
    pr()
    pr("\n".join(columnise(rows)))


def _variants(tool: Any) -> Iterable[Any]:
    variant = tool["variant"]
    return variant if isinstance(variant, set) else {variant}


def print_tools(suite: Any, buf: Any, verbose: bool = False, context_name: Optional[str] = None) -> None:
    """See `Suite.print_tools`."""
    rows: List[Tuple[List[str], Any]] = [
        (["TOOL", "ALIASING", "PACKAGE", "CONTEXT", ""], None), (["----", "--------", "-------", "-------", ""], None)]
    groups = _groups(suite, verbose, context_name)
    for index, group in enumerate(groups):
        if index:
            rows.append((list(_BLANK), None))
        rows.extend(_row(tool, verbose) for tool in group)

    pr = Printer(buf)
    for line, (_, style) in zip(columnise([row for row, _ in rows]), rows):
        pr(line, style)


def _groups(suite: Any, verbose: bool, context_name: Optional[str]) -> List[List[Any]]:
    """The tools to print, context by context, for each context that has any, even if none of them can be called."""
    visible = list(suite.get_tools().values())
    conflicting = [
        tool for name in suite.get_conflicting_aliases() for tool in suite.get_alias_conflicts(name)]
    shown = visible + conflicting + suite.get_hidden_tools() if verbose else visible
    names = {tool["context_name"] for tool in shown + conflicting}
    if context_name:
        names &= {context_name}
    return [
        sorted((tool for tool in shown if tool["context_name"] == name), key=lambda tool: str(tool["tool_alias"]))
        for name in sorted(names)]


def _row(tool: Any, verbose: bool) -> Tuple[List[str], Any]:
    packages = sorted(variant.qualified_package_name for variant in _variants(tool))
    text = ", ".join(packages)
    if len(packages) > 1 and not verbose:
        text = "%s (+%d more)" % (packages[0], len(packages) - 1)
    style = None
    aliasing = "-"
    if tool["tool_name"] != tool["tool_alias"]:
        aliasing = tool["tool_name"]
        style = alias
    if len(packages) > 1:
        style = critical
    return [tool["tool_alias"], aliasing, text, tool["context_name"], "(hidden)"], style or warning
