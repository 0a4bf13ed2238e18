"""Build the package in the working directory."""
from __future__ import annotations

import os
import sys
from argparse import SUPPRESS, ArgumentParser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional, Tuple


# The package is looked at while the parser is made, too: it decides which options there are.
_package: Any = None


def get_current_developer_package() -> Any:
    """The package in the working directory, read once."""
    global _package
    if _package is None:
        from pkgrs.package.developer import get_developer_package
        _package = get_developer_package(os.getcwd())
    return _package


def setup_parser_common(parser: ArgumentParser) -> None:
    """Add the options that building and releasing share, those of the build system included."""
    from pkgrs.build.build_system import get_valid_build_systems
    from pkgrs.build.process import get_build_process_types
    from pkgrs.config.config import config
    from pkgrs.errors import PackageMetadataError

    parser.add_argument("--process", type=str, choices=get_build_process_types(),
                        default=config.default_build_process,
                        help="build process (default: %(default)s)")
    try:
        package = get_current_developer_package()
        systems = get_valid_build_systems(os.getcwd(), package=package)
    except PackageMetadataError:
        systems = []  # no package here: the command itself will say so

    for cls in systems:
        cls.bind_cli(parser, parser.add_argument_group("%s build system arguments" % cls.name()))
    parser.add_argument("-b", "--build-system", dest="buildsys", type=str,
                        choices=sorted(cls.name() for cls in systems) or None,
                        help="build system; found out if not given. A package sets its own through 'build_system' or "
                             "'build_command'")
    parser.add_argument("--variants", nargs="+", type=int, metavar="INDEX",
                        help="variants to build, counted from 0; negative ones from the end")
    parser.add_argument("--ba", "--build-args", dest="build_args", metavar="ARGS",
                        help="arguments for the build system; they may also stand after '--'")
    parser.add_argument("--cba", "--child-build-args", dest="child_build_args", metavar="ARGS",
                        help="arguments for the build system that it drives; they may also stand after a second '--'")


def setup_parser(parser: ArgumentParser, completions: bool = False) -> None:
    parser.add_argument("-c", "--clean", action="store_true", help="begin with an empty build folder")
    parser.add_argument("-i", "--install", action="store_true",
                        help="install to the repository of local packages, or to that of --prefix")
    parser.add_argument("-p", "--prefix", type=str, metavar="PATH", help="package repository to install to")
    parser.add_argument("--fail-graph", action="store_true",
                        help="show the graph of a build environment that does not resolve")
    parser.add_argument("-s", "--scripts", action="store_true",
                        help="do not build, but write scripts that enter the build environments")
    parser.add_argument("--view-pre", action="store_true",
                        help="print the package's definition as preprocessing leaves it, and exit")
    # Rez has no such option: not shown, so that help and errors are the same.
    parser.add_argument("-j", "--jobs", type=int, default=1, metavar="N", help=SUPPRESS)
    setup_parser_common(parser)


def get_build_args(opts: Any, parser: ArgumentParser,
                   extra_arg_groups: Optional[List[List[str]]]) -> Tuple[List[str], List[str]]:
    """The arguments for the build system, and for the one that it drives."""
    groups: List[List[str]] = []
    for index, name in enumerate(("build_args", "child_build_args")):
        text = getattr(opts, name, None)
        after = extra_arg_groups[index] if extra_arg_groups and len(extra_arg_groups) > index else None
        if text is not None and after:
            parser.error("argument %s: not allowed with arguments after '--'" % ("--%s" % name.replace("_", "-")))
        # Quotes have no meaning here: they reach the build system.
        groups.append(text.split() if text else list(after or []))
    return groups[0], groups[1]


def command(opts: Any, parser: ArgumentParser, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command; exits with 1 if a build environment does not resolve."""
    from pkgrs.build.build_system import create_build_system
    from pkgrs.build.process import create_build_process
    from pkgrs.tool_errors import BuildContextResolveError

    working_dir = os.getcwd()
    package = get_current_developer_package()
    if opts.view_pre:
        package.print_info(skip_attributes=["preprocess"], format_=_py_format())
        sys.exit(0)

    build_args, child_build_args = get_build_args(opts, parser, extra_arg_groups)
    system = create_build_system(working_dir, package=package,
                                 buildsys_type=opts.buildsys if "buildsys" in opts else None, opts=opts,
                                 write_build_scripts=opts.scripts, verbose=True, build_args=build_args,
                                 child_build_args=child_build_args)
    process = create_build_process(opts.process, working_dir, package=package, build_system=system, verbose=True)
    process.jobs = opts.jobs  # type: ignore[attr-defined]
    try:
        process.build(install_path=opts.prefix, clean=opts.clean, install=opts.install, variants=opts.variants)
    except BuildContextResolveError as error:
        print(str(error), file=sys.stderr)
        if opts.fail_graph:
            _show_graph(error)
        sys.exit(1)


def _py_format() -> Any:
    from pkgrs.definition.load import FileFormat
    return FileFormat.py


def _show_graph(error: Any) -> None:
    if error.context.graph():
        from pkgrs.context.graphs import view_graph
        view_graph(error.context.graph(as_dot=True))
    else:
        print("the failed resolve context did not generate a graph.", file=sys.stderr)
