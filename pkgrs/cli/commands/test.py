"""Run the tests that a package's definition lists."""
from __future__ import annotations

import sys
from argparse import ArgumentParser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


def setup_parser(parser: ArgumentParser, completions: bool = False) -> None:
    parser.add_argument("-l", "--list", action="store_true", help="list the package's tests, and exit")
    parser.add_argument("--dry-run", action="store_true", help="tell which tests would run, without running them")
    parser.add_argument("-s", "--stop-on-fail", action="store_true", help="do not go on after a test that fails")
    parser.add_argument("--inplace", action="store_true",
                        help="run in the current environment; tests that need another one do not run")
    extra = parser.add_argument("--extra-packages", nargs="+", metavar="PKG",
                                help="packages that the test environments get as well")
    parser.add_argument("--paths", type=str, default=None, help="where to search for packages")
    parser.add_argument("--nl", "--no-local", dest="no_local", action="store_true",
                        help="leave local packages out of the search")
    package = parser.add_argument("PKG", help="the package")
    parser.add_argument("TEST", nargs="*", help="the tests to run; those that run by default if not given")
    if completions:
        from pkgrs.cli.complete import PackageCompleter
        package.completer = PackageCompleter  # type: ignore[attr-defined]
        extra.completer = PackageCompleter  # type: ignore[attr-defined]


def command(opts: Any, parser: ArgumentParser, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command; exits with the code of the first test that failed.

    Raises:
        PackageTestError: There is no such package.
    """
    import os

    from pkgrs.config.config import config
    from pkgrs.tool_errors import PackageTestError
    from pkgrs.testing.runner import PackageTestRunner

    if opts.inplace and (opts.extra_packages or opts.paths or opts.no_local):
        parser.error("Cannot use --inplace in combination with --extra-packages/--paths/--no-local")
    extra = extra_arg_groups[0] if extra_arg_groups else None
    if extra and len(opts.TEST) != 1:
        parser.error("You can only pass extra arguments to a single, specified test. Please rerun the command and "
                     "specify a single test to run.")
    paths: Optional[List[str]]
    if opts.paths:
        paths = [os.path.expanduser(path) for path in opts.paths.split(os.pathsep) if path]
    else:
        paths = config.nonlocal_packages_path if opts.no_local else None

    runner = PackageTestRunner(package_request=opts.PKG, package_paths=paths,
                               extra_package_requests=opts.extra_packages, dry_run=opts.dry_run,
                               stop_on_fail=opts.stop_on_fail, use_current_env=opts.inplace, verbose=2)
    package = runner.get_package()
    if package is None:
        raise PackageTestError("Could not find package to test: %s" % opts.PKG)

    names = runner.get_test_names()
    if not names:
        print("No tests found in %s" % package.uri, file=sys.stderr)
        sys.exit(0)
    if opts.list:
        if sys.stdout.isatty() and opts.verbose:
            print("Tests defined in %s:" % package.uri)
        print("\n".join(names))
        sys.exit(0)
    chosen = runner.find_requested_test_names(opts.TEST)
    if not chosen:
        print("No tests with 'default' run_on tag found in %s" % package.uri, file=sys.stderr)
        sys.exit(0)

    outcome = 0
    for name in chosen:
        if not runner.stopped_on_fail:
            code = runner.run_test(name, extra)
            outcome = outcome or code
    print("\n")
    runner.print_summary()
    print("")
    sys.exit(outcome)
