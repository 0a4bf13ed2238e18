"""Contexts as text for people."""
from __future__ import annotations

import os
import sys

from pkgrs.base.text import columnise
from pkgrs.config.config import config
from pkgrs.resolve.resolver import ResolverStatus
from pkgrs.terminal.colour import Printer, critical, ephemeral, heading, implicit, local

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, List, Optional, Tuple

    Style = Optional[Callable[[str], str]]
    Row = Tuple[Tuple[str, ...], Style]


def print_info(
    context: Any, buf: Any = None, verbosity: int = 0, source_order: bool = False, show_resolved_uris: bool = False
) -> None:
    """See `ResolvedContext.print_info`."""
    pr = Printer(buf or sys.stdout)
    _print_origin(context, pr, verbosity)
    pr()
    if verbosity:
        _print_search(context, pr)
    pr("requested packages:", heading)
    _print_rows(pr, _request_rows(context))
    pr()
    if not context.success:
        _print_failure(context, pr)
        return

    pr("resolved packages:", heading)
    _print_rows(pr, _package_rows(context, source_order, show_resolved_uris))
    if verbosity:
        pr()
        _print_details(context, pr)
    if verbosity > 1:
        pr()
        pr("tools:", heading)
        context.print_tools(buf=buf)


def _print_rows(pr: Printer, rows: List[Row]) -> None:
    for text, (_, style) in zip(columnise([row for row, _ in rows]), rows):
        pr(text, style)


def _time_text(timestamp: float, verbosity: int) -> str:
    import time

    moment = time.localtime(timestamp)
    if verbosity:
        return "%s (%d)" % (time.strftime("%a %b %d %H:%M:%S %Z %Y", moment), int(timestamp))
    return time.strftime("%a %b %d %H:%M:%S %Y", moment)


def _print_origin(context: Any, pr: Printer, verbosity: int) -> None:
    if context.status_ in (ResolverStatus.failed, ResolverStatus.aborted):
        result = "resolve failed,"
    else:
        result = "resolved"
    pr("%s by %s@%s, on %s, using Rez v%s" % (
        result, context.user, context.host, _time_text(context.created, verbosity), context.rez_version))
    if context.requested_timestamp:
        pr("packages released after %s were ignored" % _time_text(context.requested_timestamp, verbosity))


def _print_search(context: Any, pr: Printer) -> None:
    pr("search paths:", heading)
    rows: List[Row] = []
    for path in context.package_paths:
        is_local = path == config.local_packages_path
        rows.append(((path, "(local)" if is_local else ""), local if is_local else None))
    _print_rows(pr, rows)
    pr()
    if context.package_filter:
        from pkgrs.base.yaml import dump_yaml

        pr("package filters:", heading)
        pr(dump_yaml(context.package_filter.to_pod()))
        pr()


def _request_rows(context: Any) -> List[Row]:
    rows: List[Row] = []
    for request in context.requested_packages():
        if request.name.startswith("."):
            rows.append(((str(request), "(ephemeral)"), ephemeral))
        else:
            rows.append(((str(request), ""), None))
    rows.extend(((str(request), "(implicit)"), implicit) for request in context.implicit_packages)
    return rows


def _print_failure(context: Any, pr: Printer) -> None:
    pr("The context failed to resolve:\n%s" % context.failure_description, critical)
    if not context.has_graph:
        return
    from pkgrs.context.failure import failure_detail_from_graph

    pr()
    pr(failure_detail_from_graph(context.graph()))
    pr()
    pr("To see a graph of the failed resolution, add --fail-graph in your rez-env or rez-build command.")
    pr()


def _package_rows(context: Any, source_order: bool, show_resolved_uris: bool) -> List[Row]:
    variants = context.resolved_packages or []
    if not source_order:
        variants = sorted(variants, key=lambda variant: variant.name)
    rows: List[Row] = []
    for variant in variants:
        marks = []
        location = None if show_resolved_uris else variant.root
        style: Style = None
        if location is None:
            location = variant.uri
        elif not os.path.exists(location):
            marks.append("NOT FOUND")
            style = critical
        if variant.is_local:
            marks.append("local")
            style = local
        rows.append(((variant.qualified_package_name, location, _in_brackets(marks)), style))
    for request in sorted(context.resolved_ephemerals or (), key=lambda request: request.name):
        rows.append(((str(request), "", "(ephemeral)"), ephemeral))
    return rows


def _in_brackets(marks: List[str]) -> str:
    return "(%s)" % ", ".join(marks) if marks else ""


def _print_details(context: Any, pr: Printer) -> None:
    pr("resolve details:", heading)
    pr("load time:         %.02f secs" % context.load_time)
    pr("solve time:        %.02f secs" % max(context.solve_time - context.load_time, 0.0))
    pr("packages queried:  %d" % context.num_loaded_packages)
    pr("from cache:        %s" % context.from_cache)
    if context.load_path:
        pr("rxt file:          %s" % context.load_path)


def print_tools(context: Any, buf: Any = None) -> None:
    """See `ResolvedContext.print_tools`."""
    tools = context.get_tools()
    if not tools:
        return
    conflicts = context.get_conflicting_tools()
    rows: List[Row] = [(("TOOL", "PACKAGE", ""), None), (("----", "-------", ""), None)]
    for _, (variant, names) in sorted(tools.items()):
        for name in sorted(names):
            is_conflict = name in conflicts
            mark = "(in conflict)" if is_conflict else ""
            style: Style = critical if is_conflict else local if variant.is_local else None
            rows.append(((name, variant.qualified_package_name, mark), style))
    _print_rows(Printer(buf or sys.stdout), rows)
