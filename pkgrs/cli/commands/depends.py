"""
List the packages that depend on a package.
"""
from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


def setup_parser(parser: Any, completions: bool = False) -> None:
    """Add the command's arguments to the parser."""
    parser.add_argument("-d", "--depth", type=int, help="go this many steps up, rather than all the way")
    parser.add_argument("--paths", type=str, default=None, help="repositories to look in, separated as in $PATH")
    parser.add_argument("-b", "--build-requires", action="store_true", help="count what builds require as well")
    parser.add_argument("-p", "--private-build-requires", action="store_true",
                        help="count what PKG alone requires for its build as well")
    parser.add_argument("-g", "--graph", action="store_true", help="show a picture of the dependencies")
    parser.add_argument("--pg", "--print-graph", dest="print_graph", action="store_true",
                        help="print the dependencies as a dot graph")
    parser.add_argument("--wg", "--write-graph", dest="write_graph", metavar="FILE",
                        help="write the dependencies to a file, as a dot graph or as a picture")
    parser.add_argument("-q", "--quiet", action="store_true",
                        help="print names alone, without progress and numbers of steps")
    package = parser.add_argument("PKG", help="the package that others depend on")
    if completions:
        from pkgrs.cli.complete import PackageFamilyCompleter

        package.completer = PackageFamilyCompleter


def command(opts: Any, parser: Any, extra_arg_groups: Optional[List[List[str]]] = None) -> int:
    """Run the command.

    Raises:
        PackageFamilyNotFoundError: If there is no such package.
        ResourceError: If a definition can't be loaded.
    """
    from pkgrs.config.config import config
    from pkgrs.query.search import get_reverse_dependency_tree

    config.override("warn_none", True)
    config.override("show_progress", not opts.quiet)

    paths = None
    if opts.paths is not None:
        paths = [os.path.expanduser(path) for path in opts.paths.split(os.pathsep) if path]
    levels, graph = get_reverse_dependency_tree(
        package_name=opts.PKG,
        depth=opts.depth,
        paths=paths,
        build_requires=opts.build_requires,
        private_build_requires=opts.private_build_requires)

    if opts.graph or opts.print_graph or opts.write_graph:
        _output_graph(graph, opts)
        return 0

    for number, names in enumerate(levels):
        print(" ".join(names if opts.quiet else ["#%d:" % number] + names))
    return 0


def _output_graph(graph: Any, opts: Any) -> None:
    from pkgrs.base.dot import write_plain_dot

    text = write_plain_dot(graph)
    if opts.print_graph:
        print(text)
        return

    from pkgrs.context.graphs import save_graph, view_graph

    if opts.write_graph:
        save_graph(text, dest_file=opts.write_graph)
    else:
        view_graph(text)
