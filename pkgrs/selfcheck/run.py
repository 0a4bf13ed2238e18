"""Running checks."""
from __future__ import annotations

import os
import re
import sys
import time
import unittest
from contextlib import contextmanager
from importlib import import_module

from pkgrs.selfcheck.areas import AREAS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterator, List, Optional, Sequence, TextIO, Tuple


class UnknownCheckError(ValueError):
    """There is no check of this name."""


class _Result(unittest.TestResult):
    """Keeps the texts of what failed, by check."""

    def __init__(self) -> None:
        super().__init__()
        self.passed: List[unittest.TestCase] = []
        self.failed: List[Tuple[unittest.TestCase, str]] = []

    def addSuccess(self, test: unittest.TestCase) -> None:
        self.passed.append(test)

    def addError(self, test: unittest.TestCase, err: Any) -> None:
        self.failed.append((test, self._exc_info_to_string(err, test)))  # type: ignore[attr-defined]

    addFailure = addError

    def addSubTest(self, test: unittest.TestCase, subtest: unittest.TestCase, err: Any) -> None:
        if err is not None:
            self.addError(subtest, err)


def run_checks(names: Sequence[str] = (), verbosity: int = 0, shell: Optional[str] = None,
               keep_folders: bool = False, stream: Optional[TextIO] = None) -> int:
    """Run checks, and print a line for each area.

    Args:
        names: Areas, such as "config", or checks, such as "config.test_defaults"; all if there are none.
        verbosity: 1 to name each check, too.
        shell: The shell to check; all if None.
        keep_folders: Whether to leave the folders that the checks make.
        stream: Where to print to; standard output if None.

    Returns:
        The number of checks that failed.

    Raises:
        UnknownCheckError: There is no check of such a name.
    """
    stream = stream or sys.stdout
    chosen = [_find(name) for name in names] or [(area, None) for area in AREAS]
    passed = failed = skipped = 0
    started = time.time()
    with _environment(shell, keep_folders):
        for area, method in chosen:
            result = _Result()
            suite = _suite(area, method)
            suite.run(result)
            _print_area(area, result, verbosity, stream)
            passed += len(result.passed)
            failed += len(result.failed)
            skipped += len(result.skipped)
    print("\n%d passed, %d skipped, %d failed, in %.1f seconds" % (passed, skipped, failed, time.time() - started),
          file=stream)
    return failed


def arguments_for_pytest(names: Sequence[str] = ()) -> List[str]:
    """What pytest has to be told to run checks; see `run_checks`.

    Raises:
        UnknownCheckError: There is no check of such a name.
    """
    arguments = []
    for area, method in [_find(name) for name in names] or [(area, None) for area in AREAS]:
        cls = _class_of(area)
        parts = [str(sys.modules[cls.__module__].__file__), cls.__name__] + ([method] if method else [])
        arguments.append("::".join(parts))
    return arguments


def _find(name: str) -> Tuple[str, Optional[str]]:
    # Rez's names of its tests are understood, too.
    text = re.sub(r"^(rez\.tests\.)?(test_)?", "", name)
    area, _, rest = text.partition(".")
    method = rest.rpartition(".")[2]
    if method and not method.startswith("test_"):
        method = ""  # a class
    if area not in AREAS or (method and not hasattr(_class_of(area), method)):
        raise UnknownCheckError("there is no check '%s'; there are: %s" % (name, ", ".join(AREAS)))
    return area, method or None


def _class_of(area: str) -> Any:
    found = AREAS[area]
    return getattr(import_module(found.module), found.class_name)


def _suite(area: str, method: Optional[str]) -> unittest.TestSuite:
    cls = _class_of(area)
    methods = [method] if method else unittest.defaultTestLoader.getTestCaseNames(cls)
    return unittest.TestSuite(cls(name) for name in methods)


@contextmanager
def _environment(shell: Optional[str], keep_folders: bool) -> Iterator[None]:
    from pkgrs.selfcheck import resolves

    # What a user's environment is in must not tell on the outcome.
    before = dict(os.environ)
    for name in ("REZ_RXT_FILE", "REZ_CONTEXT_FILE", "REZ_USED_REQUEST"):
        os.environ.pop(name, None)
    os.environ["__REZ_SELFTEST_RUNNING"] = "1"
    if keep_folders:
        os.environ["REZ_KEEP_TMPDIRS"] = "1"
    resolves.only_shell = shell
    try:
        yield
    finally:
        resolves.only_shell = None
        os.environ.clear()
        os.environ.update(before)


def _print_area(area: str, result: _Result, verbosity: int, stream: TextIO) -> None:
    parts = []
    if result.failed:
        parts.append("%d FAILED" % len(result.failed))
    if result.passed:
        parts.append("%d ok" % len(result.passed))
    if result.skipped:
        reasons = ", ".join(sorted({reason for _, reason in result.skipped}))
        parts.append("%d skipped (%s)" % (len(result.skipped), reasons))
    print("%-22s %s" % (area, ", ".join(parts)), file=stream)
    if verbosity:
        for test in result.passed:
            print("    ok      %s" % _title(test), file=stream)
        for test, reason in result.skipped:
            print("    skipped %s: %s" % (_title(test), reason), file=stream)
    for test, text in result.failed:
        print("    FAILED  %s" % _title(test), file=stream)
        for line in text.rstrip().splitlines():
            print("        " + line, file=stream)
    stream.flush()


def _title(test: unittest.TestCase) -> str:
    return test.shortDescription() or test.id()
