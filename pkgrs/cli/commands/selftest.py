"""Check this installation."""
from __future__ import annotations

import sys
from argparse import Action, ArgumentParser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional, Sequence


#: The names of the options that stand for parts of the checks; known when the options are.
all_module_tests: List[str] = []


class _AddArea(Action):
    """An option that stands for a part of the checks."""

    def __call__(self, parser: Any, namespace: Any, values: Any, option_string: Optional[str] = None) -> None:
        setattr(namespace, self.dest, [*getattr(namespace, self.dest), self.option_strings[0][2:]])


def setup_parser(parser: ArgumentParser, completions: bool = False) -> None:
    from pkgrs.selfcheck.areas import AREAS

    parser.add_argument("tests", metavar="NAMED_TEST", nargs="*", default=[],
                        help="a check to run, such as 'config' or 'config.test_defaults'; may be given several times. "
                             "All checks are run if neither this nor another option names any")
    shell = parser.add_argument("-s", "--only-shell", metavar="SHELL",
                                help="check this shell only, where checks depend on one")
    parser.add_argument("--keep-tmpdirs", action="store_true", help="leave the folders that checks make")
    all_module_tests[:] = sorted(AREAS)
    for name in all_module_tests:
        parser.add_argument("--" + name, dest="module_tests", action=_AddArea, nargs=0, default=[],
                            help=AREAS[name].about)
    if completions:
        from pkgrs.shell.base import get_shell_types
        shell.completer = lambda **kwargs: get_shell_types()  # type: ignore[attr-defined]


def command(opts: Any, parser: ArgumentParser, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command; exits with 1 if a check fails."""
    from pkgrs.selfcheck.run import UnknownCheckError, run_checks

    names = list(opts.module_tests or ()) + list(opts.tests)
    try:
        if extra_arg_groups and any(extra_arg_groups):
            run_pytest(names, [], opts.verbose, extra_arg_groups)
        failed = run_checks(names, verbosity=opts.verbose, shell=opts.only_shell, keep_folders=opts.keep_tmpdirs)
    except UnknownCheckError as error:
        parser.error(str(error))
    sys.exit(1 if failed else 0)


def run_unittest(module_tests: Optional[Sequence[str]], tests: Sequence[str], verbosity: int) -> None:
    """Run checks, and exit. See `pkgrs.selfcheck.run.run_checks` for their names.

    Args:
        module_tests: Areas.
        tests: Areas or checks.
        verbosity: How much to print.

    Raises:
        UnknownCheckError: There is no check of such a name.
    """
    from pkgrs.selfcheck.run import run_checks

    sys.exit(1 if run_checks(list(module_tests or ()) + list(tests), verbosity=verbosity) else 0)


def run_pytest(module_tests: Optional[Sequence[str]], tests: Sequence[str], verbosity: int,
               extra_arg_groups: Sequence[Sequence[str]]) -> None:
    """Run checks by pytest, and exit. See `run_unittest`.

    Args:
        extra_arg_groups: Arguments for pytest, in groups.
    """
    from pkgrs.selfcheck.run import arguments_for_pytest

    try:
        import pytest
    except ImportError:
        print("what follows '--' is for pytest, which is not installed", file=sys.stderr)
        sys.exit(1)
    arguments = ["-v"] * verbosity + arguments_for_pytest(list(module_tests or ()) + list(tests))
    sys.exit(pytest.main(arguments + [argument for group in extra_arg_groups for argument in group]))


def __getattr__(name: str) -> Any:
    if name == "use_pytest":  # whether it is there
        from importlib.util import find_spec
        return find_spec("pytest") is not None
    raise AttributeError("module %r has no attribute %r" % (__name__, name))
