"""Resolve packages and enter a shell that is configured with them, or run a command in it."""
from __future__ import annotations

import sys

from pkgrs.cli.arguments import left_out
from pkgrs.cli.stop import stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from typing import Any, List, Optional


def setup_parser(parser: ArgumentParser, completions: bool = False) -> None:
    from pkgrs.cli.shells import ShellChoices
    from pkgrs.config.config import config
    from pkgrs.platform.system import system

    parser.add_argument("--shell", type=str, choices=ShellChoices(), default=config.default_shell or system.shell,
                        help="shell to start (default: %(default)s)")
    parser.add_argument("--rcfile", type=str, help="file to source in place of the shell's own start-up files, where "
                                                   "the shell can do so")
    parser.add_argument("--norc", action="store_true", help="leave out the shell's start-up files")
    command_action = parser.add_argument(
        "-c", "--command", type=str,
        help="run this command, given as one argument, and exit. A command may also follow '--', as several arguments")
    parser.add_argument("-s", "--stdin", action="store_true", help="read commands from standard input")
    parser.add_argument("--ni", "--no-implicit", dest="no_implicit", action="store_true",
                        help="leave the implicit packages out of the request")
    parser.add_argument("--nl", "--no-local", dest="no_local", action="store_true",
                        help="leave local packages out of the search")
    parser.add_argument("-b", "--build", action="store_true", help="make a build environment")
    parser.add_argument("--paths", type=str, default=None, help="where to search for packages, separated as in PATH")
    parser.add_argument("-t", "--time", type=str,
                        help="leave out packages released after this time: seconds since 1970 (1393014494), or "
                             "relative to now (-10s, -5m, -0.5h, -10d)")
    parser.add_argument("--max-fails", type=int, default=-1, dest="max_fails", metavar="N",
                        help="give up after more than N failed attempts")
    parser.add_argument("--time-limit", type=int, default=-1, dest="time_limit", metavar="SECS",
                        help="give up after so many seconds")
    parser.add_argument("-o", "--output", type=str, metavar="FILE",
                        help="save the context, failed or not, rather than start a shell; '-' is standard output")
    input_action = parser.add_argument("-i", "--input", type=str, metavar="FILE",
                                       help="take a saved context; options about the resolve then mean nothing")
    parser.add_argument("--exclude", type=str, nargs="+", metavar="RULE",
                        help="leave out packages that fit a rule, such as '*.beta', besides those of the configuration")
    parser.add_argument("--include", type=str, nargs="+", metavar="RULE",
                        help="let in packages that fit a rule, such as 'mypkg', besides those of the configuration")
    parser.add_argument("--no-filters", dest="no_filters", action="store_true",
                        help="take no notice of the configuration's package filters")
    parser.add_argument("-p", "--patch", action="store_true", help="change the current context's request")
    parser.add_argument("--strict", action="store_true", help="with --patch: keep what is resolved as it is")
    parser.add_argument("--patch-rank", type=int, default=0, metavar="N", dest="patch_rank",
                        help="with --patch: how far what is resolved may move")
    parser.add_argument("--no-cache", dest="no_cache", action="store_true", help="take no resolve from the cache")
    parser.add_argument("-q", "--quiet", action="store_true", help="leave out the welcome message")
    parser.add_argument("--fail-graph", action="store_true", help="show the graph of a resolve that fails")
    parser.add_argument("--new-session", action="store_true", help="start the shell in a process group of its own")
    parser.add_argument("--detached", action="store_true", help="open a terminal of its own")
    parser.add_argument("--no-passive", action="store_true", help="report only what changes the solve (with -v)")
    parser.add_argument("--stats", action="store_true", help="print statistics of the solver")
    parser.add_argument("--no-pkg-cache", action="store_true",
                        help="use packages from where they are, not from a cache")
    parser.add_argument("--pkg-cache-mode", choices=["sync", "async"],
                        help="whether to wait until packages are cached; by default as package_cache_async says")
    parser.add_argument("--pre-command", type=str, help=left_out())
    packages = parser.add_argument("PKG", type=str, nargs="*", help="what to resolve")
    extra = parser.add_argument("--N0", dest="extra_0", nargs="*", help=left_out())  # for completion after '--'
    if completions:
        _complete(command_action, packages, input_action, extra)


def _complete(command: Any, packages: Any, saved: Any, extra: Any) -> None:
    """Say how these arguments are completed."""
    from pkgrs.cli.complete import (
        AndCompleter,
        ExecutablesCompleter,
        FilesCompleter,
        PackageCompleter,
        SequencedCompleter,
    )
    command.completer = AndCompleter(ExecutablesCompleter, FilesCompleter())
    packages.completer = PackageCompleter
    saved.completer = FilesCompleter(dirs=False, file_patterns=["*.rxt"])
    extra.completer = SequencedCompleter("extra_0", ExecutablesCompleter, FilesCompleter())


def command(opts: Any, parser: ArgumentParser, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    to_run: Any = opts.command
    if extra_arg_groups:
        if to_run:
            parser.error("argument --command: not allowed with arguments after '--'")
        to_run = extra_arg_groups[0] or None

    context = _get_context(opts, parser)
    if not context.success:
        _report_failure(context, opts.fail_graph)
    if opts.output:
        if opts.output == "-":
            context.write_to_buffer(sys.stdout)
        else:
            context.save(opts.output)
    if opts.output or not context.success:
        sys.exit(0 if context.success else 1)

    code, _, _ = context.execute_shell(
        shell=opts.shell, rcfile=opts.rcfile, norc=opts.norc, command=to_run,
        stdin=opts.stdin and _has_input(), quiet=opts.quiet or bool(to_run),
        start_new_session=opts.new_session, detached=opts.detached, pre_command=opts.pre_command, block=True)
    sys.exit(code)


def _has_input() -> bool:
    """Whether something is on standard input, or it has ended; a terminal at which nothing was typed has nothing."""
    import select

    try:
        return bool(select.select([sys.stdin], [], [], 0.0)[0])
    except (OSError, ValueError):  # on Windows this works with sockets only
        return True


def _get_context(opts: Any, parser: ArgumentParser) -> Any:
    from pkgrs.context.context import ResolvedContext

    if opts.input and opts.PKG and not opts.patch:
        parser.error("Cannot use --input and provide PKG(s), unless patching.")
    saved = ResolvedContext.load(opts.input) if opts.input else None
    if not opts.patch:
        return saved or _resolve(opts, opts.PKG)
    base = saved or ResolvedContext.get_current() or stop("cannot patch: not in a context")
    return _resolve(opts, base.get_patched_request(opts.PKG, strict=opts.strict, rank=opts.patch_rank))


def _resolve(opts: Any, request: Any) -> Any:
    from pkgrs.base.text import get_epoch_time_from_str
    from pkgrs.context.context import ResolvedContext
    from pkgrs.errors import RezError, convert_errors

    with convert_errors(ValueError, RezError):
        timestamp = get_epoch_time_from_str(opts.time) if opts.time else None
    return ResolvedContext(
        package_requests=request,
        timestamp=timestamp,
        package_paths=_package_paths(opts),
        building=opts.build,
        package_filter=_package_filter(opts),
        add_implicit_packages=not opts.no_implicit,
        verbosity=opts.verbose,
        max_fails=opts.max_fails,
        time_limit=opts.time_limit,
        caching=not opts.no_cache,
        suppress_passive=opts.no_passive,
        print_stats=opts.stats,
        package_caching=not opts.no_pkg_cache,
        package_cache_async={"async": True, "sync": False}.get(opts.pkg_cache_mode),
    )


def _package_paths(opts: Any) -> Optional[List[str]]:
    if opts.paths is not None:
        import os
        return [os.path.expanduser(path) for path in opts.paths.split(os.pathsep) if path]
    if opts.no_local:
        from pkgrs.config.config import config
        return config.nonlocal_packages_path
    return None


def _package_filter(opts: Any) -> Any:
    """The configured filters and those of the command line; None if these are the configured ones alone."""
    if not (opts.no_filters or opts.exclude or opts.include):
        return None
    from pkgrs.package.filter import PackageFilterList, Rule
    chosen = PackageFilterList() if opts.no_filters else PackageFilterList.singleton.copy()
    for text in opts.exclude or ():
        chosen.add_exclusion(Rule.parse_rule(text))
    for text in opts.include or ():
        chosen.add_inclusion(Rule.parse_rule(text))
    return chosen


def _report_failure(context: Any, show_graph: bool) -> None:
    context.print_info(buf=sys.stderr)
    from pkgrs.query.why import print_explanation
    print_explanation(context, sys.stderr)
    if not show_graph:
        return
    graph = context.graph(as_dot=True)
    if graph:
        from pkgrs.context.graphs import view_graph
        view_graph(graph)
    else:
        print("the failed resolve context did not generate a graph.", file=sys.stderr)
