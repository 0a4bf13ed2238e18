"""Rules about requests and variants."""
from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import Dict, Iterable, Iterator, List, NamedTuple, Optional, Tuple

from pkgrs.check.document import Document, Item, Place
from pkgrs.check.finding import Finding
from pkgrs.check.read_python import literal
from pkgrs.check.rules import finding
from pkgrs.version.package_request import PackageRequest
from pkgrs.version.range import VersionRange
from pkgrs.version.requirement import Requirement, RequirementList

REQUEST_KEYS = ("requires", "build_requires", "private_build_requires")

_PATH_CHARACTERS = "<>!|"


class _Request(NamedTuple):
    """A request that is valid, and where it is."""

    value: Requirement
    line: int


def check_requests(document: Document, place: Place) -> Iterator[Finding]:
    """Check one definition's requests and variants."""
    lists: Dict[str, List[_Request]] = {}
    for key in REQUEST_KEYS:
        item = document.get(key)
        lists[key] = []
        if item is not None:
            yield from _parse(document, place, item, lists[key])
            yield from _check_list(document, lists[key], "")
    yield from _together(document, lists)
    for texts in _returned(document):
        yield from _parse(document, place, texts, [])
    yield from _variants(document, place, lists["requires"])
    yield from _overrides(document, place)
    for text, line in document.expansions:
        problem = wildcard_problem(text)
        if problem:
            yield finding("wildcard", document.path, line, "%r: %s" % (text, problem))


def _parse(document: Document, place: Place, item: Item, into: List[_Request]) -> Iterator[Finding]:
    """Find requests that are not valid, and collect the others."""
    for text in item.texts():
        request, rule, cause = _read(text.value, place.is_installed)
        if request is not None:
            into.append(_Request(request, text.line))
        elif rule:
            fix = "the definition is of a built package: write the expanded version" if cause == _INSTALLED else ""
            yield finding(rule, document.path, text.line, "%r: %s" % (text.value, cause), fix)


_INSTALLED = "an installed package can't have wildcards"


@lru_cache(maxsize=None)
def _read(text: str, is_installed: bool) -> Tuple[Optional[Requirement], str, str]:
    """A request, or else the rule that it breaks, and how; neither if it has wildcards that are right."""
    if "*" in text:
        cause = wildcard_problem(text) or (_INSTALLED if is_installed else "")
        return None, "wildcard" if cause else "", cause
    try:
        return PackageRequest(text), "", ""
    except Exception as error:
        cause = str(error)
    first, _, second = cause.partition(": ")
    cause = first if first == second else cause
    if cause.endswith("Invalid bound"):
        return None, "empty-range", "no version lies within its bounds"
    if re.search(r"[^=<>!]=[^=]", text):
        cause += " (an exact version is requested with '==')"
    return None, "bad-request", cause


def wildcard_problem(text: str) -> str:
    """What is wrong with a request's wildcards; an empty text if nothing is."""
    if "**" in text and "*" in text.replace("**", ""):
        return "'*' and '**' can't be in one request"
    name = re.match(r"[!~]?[^-@#=<>*]*", text)
    rest = text[name.end():] if name else text
    if not rest or rest.startswith("*"):
        return "a package's name can't have wildcards"
    for version in re.split(r"[|+<>=,]|\.\.(?!\*)", rest.lstrip("-@#")):
        parts = re.split(r"[.-]", version)
        stars = ["*" in part for part in parts]
        if any(star and part.strip("*") for star, part in zip(stars, parts)):
            return "a wildcard stands for a whole part of a version"
        if sorted(stars) != stars:
            return "a wildcard can't be followed by other parts of a version"
    return ""


def _check_list(document: Document, requests: List[_Request], where: str) -> Iterator[Finding]:
    """Find requests of one list that don't go together, or are repeated."""
    seen: Dict[str, _Request] = {}
    name = document.text("name")
    for request in requests:
        family = request.value.name
        if family == name and not request.value.conflict:
            yield finding("self-request", document.path, request.line, "%s requires itself" % name)
        first = seen.setdefault(family, request)
        if first is request:
            continue
        if first.value.merged(request.value) is None:
            if not where:
                yield finding("contradictory-requests", document.path, request.line,
                              "'%s' can't be had together with '%s' of line %d" % (request.value, first.value, first.line))
        elif first.value.conflict == request.value.conflict and first.value.weak == request.value.weak:
            yield finding("repeated-request", document.path, request.line,
                          "%s is requested in line %d already, as '%s'" % (family, first.line, first.value))


def _together(document: Document, lists: Dict[str, List[_Request]]) -> Iterator[Finding]:
    """Find requests for building that don't go together with those of the package."""
    for key in REQUEST_KEYS[1:]:
        for request in lists[key]:
            for other in lists["requires"]:
                if other.value.name == request.value.name and other.value.merged(request.value) is None:
                    yield finding("contradictory-requests", document.path, request.line,
                                  "'%s' of %s can't be had together with '%s' of line %d"
                                  % (request.value, key, other.value, other.line))


def _returned(document: Document) -> Iterator[Item]:
    """Lists that late- and early-bound functions return as requests."""
    for function in document.functions:
        if function.kind in ("late", "early") and function.name in REQUEST_KEYS:
            for node in function.nodes():
                if isinstance(node, ast.Return) and isinstance(node.value, (ast.List, ast.Tuple)):
                    yield literal(node.value)


def _variants(document: Document, place: Place, requires: List[_Request]) -> Iterator[Finding]:
    variants = document.get("variants")
    if variants is None or not isinstance(variants.value, list):
        return
    hashed = document.attributes.get("hashed_variants")
    seen: Dict[Tuple[str, ...], int] = {}
    for index, variant in enumerate(variants.value):
        requests: List[_Request] = []
        yield from _parse(document, place, variant, requests)
        if not isinstance(variant.value, list) or len(requests) != len(variant.value):
            continue  # not all of it is known, or valid
        yield from _check_list(document, requests, "variant")
        key = tuple(str(request.value) for request in requests)
        line = variant.line
        if key in seen:
            yield finding("repeated-variant", document.path, line,
                          "variant %d is the same as variant %d" % (index, seen[key]))
        seen.setdefault(key, index)
        yield from _reachable(document, index, line, requests, requires)
        if hashed is None and any(character in text for text in key for character in _PATH_CHARACTERS):
            yield finding("variant-path", document.path, line,
                          "variant %d has its files in a folder named %s" % (index, "/".join(key)))


def _reachable(document: Document, index: int, line: int, requests: List[_Request],
               requires: List[_Request]) -> Iterator[Finding]:
    conflict = RequirementList([request.value for request in requests]).conflict
    reason = "its"
    if conflict is None:
        required = [request.value for request in requires]
        if RequirementList(required).conflict is not None:
            return
        conflict = RequirementList(required + [request.value for request in requests]).conflict
        reason = "the package's and its"
    if conflict is not None:
        yield finding("unreachable-variant", document.path, line, "variant %d can never be chosen: %s requests "
                      "'%s' and '%s' contradict each other" % (index, reason, conflict[0], conflict[1]))


def _overrides(document: Document, place: Place) -> Iterator[Finding]:
    """Check what a file of several versions says of single ones."""
    overrides = document.get("version_overrides")
    if overrides is None or not isinstance(overrides.value, dict):
        return
    for versions, item in overrides.value.items():
        try:
            VersionRange(versions)
        except Exception as error:
            contradiction = str(error).endswith("Invalid bound")
            yield finding("empty-range" if contradiction else "bad-request", document.path, item.key_line,
                          "%r: %s" % (versions, error))
        for key in REQUEST_KEYS:
            if isinstance(item.value, dict) and key in item.value:
                yield from _parse(document, place, item.value[key], [])


def requested_families(document: Document) -> Iterable[Tuple[str, int]]:
    """The families that a definition requests, with the lines; neither ephemerals nor conflicts."""
    items = [document.get(key) for key in REQUEST_KEYS]
    variants = document.get("variants")
    if variants is not None and isinstance(variants.value, list):
        items.extend(variants.value)
    for item in items:
        for text in item.texts() if item is not None else ():
            match = re.match(r"[\w.]+", text.value)
            if match and not text.value.startswith("."):
                yield match.group(), text.line
