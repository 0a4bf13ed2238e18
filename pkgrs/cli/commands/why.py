"""Say why a package is in an environment, or why a request does not resolve."""
from __future__ import annotations

import os
import sys
from argparse import ArgumentParser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


def setup_parser(parser: ArgumentParser, completions: bool = False) -> None:
    add_arguments(parser, completions)


def add_arguments(parser: ArgumentParser, completions: bool) -> None:
    """The arguments that this command shares with `why-not`."""
    source = parser.add_argument("-i", "--input", metavar="FILE", help="context to look at; the current one by default")
    parser.add_argument("--paths", help="with REQUEST: where to search for packages, separated as in PATH")
    parser.add_argument("-t", "--time", help="with REQUEST: leave out packages released after this time")
    parser.add_argument("-b", "--build", action="store_true", help="with REQUEST: as in a build environment")
    parser.add_argument("--ni", "--no-implicit", dest="no_implicit", action="store_true",
                        help="with REQUEST: leave out the implicit packages")
    parser.add_argument("--exclude", nargs="+", metavar="RULE", help="with REQUEST: leave out packages that fit a rule")
    parser.add_argument("--include", nargs="+", metavar="RULE", help="with REQUEST: let in packages that fit a rule")
    parser.add_argument("--no-filters", action="store_true", help="with REQUEST: without the configured filters")
    package = parser.add_argument("PKG", nargs="?", help="package, such as 'foo' or 'foo-1.2'; without it, why the "
                                                         "context's request does not resolve")
    request = parser.add_argument("REQUEST", nargs="*", help="what to resolve, in place of a context")
    if completions:
        from pkgrs.cli.complete import FilesCompleter, PackageCompleter
        source.completer = FilesCompleter(dirs=False, file_patterns=["*.rxt"])  # type: ignore[attr-defined]
        package.completer = request.completer = PackageCompleter  # type: ignore[attr-defined]


def command(opts: Any, parser: ArgumentParser, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command; exits with 1 if the package is not there, or nothing resolves."""
    from pkgrs.query.why import explain_presence

    context = get_context(opts, parser)
    if not opts.PKG:
        print("the request resolves; name a package")
        sys.exit(0)
    present, lines = explain_presence(context, opts.PKG)
    print("\n".join(lines))
    sys.exit(0 if present else 1)


def get_context(opts: Any, parser: ArgumentParser) -> Any:
    """The resolved context that is meant. If the request does not resolve, that is explained, and the process ends."""
    from pkgrs.context.context import ResolvedContext
    from pkgrs.query.why import explain_failure
    from pkgrs.query.why_question import Question

    if opts.REQUEST:
        if opts.input:
            parser.error("argument --input: not allowed with a request")
        context = _unresolved(opts)
        outcome = Question(context, seconds=60).ask(context.requested_packages(include_implicit=True))
        if outcome.solved:
            return _resolved(context)
    else:
        context = ResolvedContext.load(opts.input) if opts.input else ResolvedContext.get_current()
        if context is None:
            print("not in a resolved environment context; name a context with --input, or a request", file=sys.stderr)
            sys.exit(1)
        if context.success:
            return context
    print("\n".join(explain_failure(context, seconds=60)))
    sys.exit(1)


def _unresolved(opts: Any) -> Any:
    from pkgrs.base.text import get_epoch_time_from_str
    from pkgrs.package.filter import PackageFilterList, Rule
    from pkgrs.query.why_question import unresolved_context

    chosen = None
    if opts.no_filters or opts.exclude or opts.include:
        chosen = PackageFilterList() if opts.no_filters else PackageFilterList.singleton.copy()
        for text in opts.exclude or ():
            chosen.add_exclusion(Rule.parse_rule(text))
        for text in opts.include or ():
            chosen.add_inclusion(Rule.parse_rule(text))
    paths = None
    if opts.paths is not None:
        paths = [os.path.expanduser(path) for path in opts.paths.split(os.pathsep) if path]
    return unresolved_context(
        opts.REQUEST, paths=paths, package_filter=chosen, implicit=not opts.no_implicit, building=opts.build,
        timestamp=get_epoch_time_from_str(opts.time) if opts.time else None)


def _resolved(context: Any) -> Any:
    from pkgrs.context.context import ResolvedContext

    return ResolvedContext(
        context.requested_packages(include_implicit=True), add_implicit_packages=False,
        timestamp=context.requested_timestamp, building=context.building, package_paths=context.package_paths,
        package_filter=context.package_filter, caching=False, package_caching=False)
