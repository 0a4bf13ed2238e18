"""Checking definitions and repositories."""
from __future__ import annotations

from typing import Any, Callable, Collection, Dict, Iterable, Iterator, List, NamedTuple, Optional, Set

from pkgrs.check.attributes import check_attributes
from pkgrs.check.commands import check_commands
from pkgrs.check.document import Document, Place
from pkgrs.check.finding import CheckError, Finding
from pkgrs.check.folders import Definition, find_definitions
from pkgrs.check.functions import check_functions
from pkgrs.check.read import NotParsed, read_definition
from pkgrs.check.requests import check_requests, requested_families
from pkgrs.check.rules import finding
from pkgrs.check.tools import check_tools

Progress = Callable[[Iterable[Definition], int], Iterable[Definition]]

CHECKS: List[Callable[[Document, Place], Iterator[Finding]]] = [
    check_attributes, check_requests, check_functions, check_commands, check_tools]


class Report(NamedTuple):
    """What came of a check: what was found, what could not be read, and how many definitions there were."""

    findings: List[Finding]
    problems: List[str]
    checked: int

    @property
    def exit_code(self) -> int:
        """2 if something could not be read, else 1 if something was found, else 0."""
        return 2 if self.problems else 1 if self.findings else 0


def check(paths: Iterable[str], ignored: Collection[str] = (), families: Optional[Set[str]] = None,
          progress: Progress = lambda definitions, count: definitions) -> Report:
    """Check definitions and repositories. Nothing in them is run, and nothing is changed.

    Args:
        paths: Definition files, folders of packages or families, or repositories.
        ignored: Names of rules to leave out.
        families: Packages that are there besides those found; with it, requests for other ones are found, too.
        progress: Given the definitions and how many there are; returns them to be gone through.
    """
    found: List[Finding] = []
    problems: List[str] = []
    definitions: Dict[str, Definition] = {}
    for path in paths:
        try:
            for one in find_definitions(path):
                if isinstance(one, Definition):
                    definitions.setdefault(one.path, one)
                else:
                    found.append(one)
        except CheckError as error:
            problems.append(str(error))
        except OSError as error:
            problems.append("%s: %s" % (error.filename or path, error.strerror or error))
    known = None if families is None else families | {
        one.place.family for one in definitions.values() if one.place.family}
    for definition in progress(definitions.values(), len(definitions)):
        try:
            found.extend(check_definition(definition, known))
        except CheckError as error:
            problems.append(str(error))
    shown = {one: None for one in found if one.rule not in ignored}  # each once
    return Report(sorted(shown, key=lambda one: (one.path, one.line, one.rule)), problems, len(definitions))


def check_definition(definition: Definition, families: Optional[Set[str]] = None) -> List[Finding]:
    """Check one definition.

    Args:
        definition: The definition.
        families: All packages that there are; None if requests are not to be looked up.

    Raises:
        CheckError: It can't be read.
    """
    path = definition.path
    try:
        document = read_definition(path)
    except NotParsed as error:
        return [finding(error.rule, path, error.line, str(error))]
    found = [finding("syntax", path, line, cause) for cause, line in document.code_problems]
    try:
        for one in CHECKS:
            found.extend(one(document, definition.place))
    except RecursionError:
        raise CheckError("%s: its expressions are nested too deeply" % path) from None
    if families is not None:
        found.extend(
            finding("unknown-family", path, line, "no repository has a package %s" % name)
            for name, line in requested_families(document) if name not in families)
    return found


def families_in(paths: Iterable[str]) -> Set[str]:
    """Names of the packages in repositories.

    Args:
        paths: Locations of the repositories.
    """
    from pkgrs.repository.manager import package_repository_manager
    found: Set[str] = set()
    for path in paths:
        repository: Any = package_repository_manager.get_repository(path)
        found.update(family.name for family in repository.iter_package_families())
    return found
