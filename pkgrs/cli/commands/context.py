"""Print what the current context, or a saved one, is made of."""
from __future__ import annotations

import os
import sys
from argparse import ArgumentParser

from pkgrs.cli.stop import stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


# Looking at a context neither reports it nor fills caches.
os.environ["REZ_CONTEXT_TRACKING_HOST"] = ""
os.environ["REZ_WRITE_PACKAGE_CACHE"] = "False"

_ENVIRONS = ("dict", "table", "json")


def setup_parser(parser: ArgumentParser, completions: bool = False) -> None:
    from pkgrs.cli.shells import ShellChoices
    from pkgrs.platform.system import system
    from pkgrs.rex.action import OutputStyle

    parser.add_argument("--req", "--print-request", dest="print_request", action="store_true",
                        help="print the request, without the implicit packages")
    parser.add_argument("--res", "--print-resolve", dest="print_resolve", action="store_true",
                        help="print the resolved packages, with --su their URIs")
    parser.add_argument("--so", "--source-order", dest="source_order", action="store_true",
                        help="in the order in which commands are run, not of the alphabet")
    parser.add_argument("--su", "--show-uris", dest="show_uris", action="store_true",
                        help="show where definitions are, rather than payloads")
    parser.add_argument("-t", "--tools", action="store_true", help="print the tools")
    parser.add_argument("--which", type=str, metavar="CMD", help="print where a program is found")
    parser.add_argument("-g", "--graph", action="store_true", help="show the graph of the resolve")
    parser.add_argument("-d", "--dependency-graph", action="store_true",
                        help="the simpler graph of dependencies; along with the other options on graphs")
    parser.add_argument("--pg", "--print-graph", dest="print_graph", action="store_true", help="print the graph")
    parser.add_argument("--wg", "--write-graph", dest="write_graph", type=str, metavar="FILE",
                        help="write the graph to a file, in the format of its name")
    parser.add_argument("--pp", "--prune-package", dest="prune_pkg", type=str, metavar="PKG",
                        help="only what of the graph leads to PKG")
    parser.add_argument("-i", "--interpret", action="store_true", help="print the code that makes the environment")
    parser.add_argument("-f", "--format", type=str, choices=ShellChoices(*_ENVIRONS), default=system.shell,
                        help="with --interpret: for this shell, or the variables as dict, table or json "
                             "(default: %(default)s)")
    parser.add_argument("-s", "--style", type=str, default="file", choices=[style.name for style in OutputStyle],
                        help="with --interpret: how the code is to be used (default: %(default)s)")
    parser.add_argument("--no-env", dest="no_env", action="store_true",
                        help="with --interpret: begin with no variables")
    diff = parser.add_argument("--diff", type=str, metavar="RXT", help="compare with this context")
    parser.add_argument("--fetch", action="store_true", help="compare with what the request would resolve to now")
    file = parser.add_argument("RXT", type=str, nargs="?",
                               help="saved context, '-' for standard input; the current one if not given")
    if completions:
        from pkgrs.cli.complete import FilesCompleter
        completer = FilesCompleter(dirs=False, file_patterns=["*.rxt"])
        diff.completer = completer  # type: ignore[attr-defined]
        file.completer = completer  # type: ignore[attr-defined]


def command(opts: Any, parser: ArgumentParser, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command."""
    context = _load(opts.RXT)
    if opts.interpret:
        _interpret(context, opts)
    elif opts.print_request:
        print("\n".join(str(request) for request in context.requested_packages(False)))
    elif opts.print_resolve:
        _print_resolve(context, opts)
    elif opts.tools:
        context.print_tools()
    elif opts.diff:
        context.print_resolve_diff(_load(opts.diff), heading=True)
    elif opts.fetch:
        _fetch(context)
    elif opts.which:
        _which(context, opts)
    elif opts.print_graph:
        print(_graph_text(context, opts))
    elif opts.graph or opts.dependency_graph or opts.write_graph:
        _draw(context, opts)
    else:
        context.print_info(verbosity=opts.verbose, source_order=opts.source_order, show_resolved_uris=opts.show_uris)


def _load(path: Optional[str]) -> Any:
    """The saved context, or the current one; ends with exit code 1 when there is none."""
    from pkgrs.context.context import ResolvedContext
    if path == "-":
        return ResolvedContext.read_from_buffer(sys.stdin, "STDIN")
    if path:
        return ResolvedContext.load(path)
    context = ResolvedContext.get_current()
    if context is None:
        stop("not in a resolved environment context.")
    return context


def _interpret(context: Any, opts: Any) -> None:
    from pkgrs.rex.action import OutputStyle
    parent: Any = {} if opts.no_env else None
    if opts.format not in _ENVIRONS:
        print(context.get_shell_code(shell=opts.format, parent_environ=parent, style=OutputStyle[opts.style]))
        return
    environ = context.get_environ(parent_environ=parent)
    if opts.format == "table":
        from pkgrs.base.text import columnise
        for row in columnise([(name, value) for name, value in sorted(environ.items())]):
            print(row)
    elif opts.format == "dict":
        import pprint
        print(pprint.pformat(environ))
    else:
        import json
        print(json.dumps(environ, sort_keys=True, indent=4))


def _print_resolve(context: Any, opts: Any) -> None:
    for variant in context.resolved_packages or ():
        print(variant.uri if opts.show_uris else variant.qualified_package_name)


def _fetch(context: Any) -> None:
    from pkgrs.context.context import ResolvedContext
    updated = ResolvedContext(context.requested_packages(), package_paths=context.package_paths, verbosity=0)
    context.print_resolve_diff(updated, heading=("current", "updated"))


def _which(context: Any, opts: Any) -> None:
    path = context.which(opts.which, parent_environ={} if opts.no_env else None)
    if path:
        print(path)
        return
    print("'%s' not found in the context" % opts.which, file=sys.stderr)


def _graph_text(context: Any, opts: Any) -> str:
    if opts.dependency_graph:
        return str(context.get_dependency_graph(as_dot=True))
    if not context.has_graph:
        stop("The context does not contain a graph.")
    return str(context.graph(as_dot=True))


def _draw(context: Any, opts: Any) -> None:
    from pkgrs.context.graphs import prune_graph, save_graph, view_graph
    from pkgrs.errors import RezError, convert_errors

    dot = _graph_text(context, opts)
    with convert_errors((RuntimeError, ValueError), RezError):
        if opts.prune_pkg:
            from pkgrs.version.package_request import PackageRequest
            dot = prune_graph(dot, PackageRequest(opts.prune_pkg).name)
        if opts.write_graph and not (opts.graph or opts.dependency_graph):
            save_graph(dot, dest_file=opts.write_graph)
        else:
            view_graph(dot, dest_file=opts.write_graph)
