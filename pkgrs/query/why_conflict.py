"""Which requests can't be together, and which are nearest to them that can."""
from __future__ import annotations

import re
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Sequence, Set, Tuple

from pkgrs.base.lists import dedup
from pkgrs.context.failure import _get_node_label, _iter_init_request_nodes, failure_detail_from_graph
from pkgrs.package.model import Variant
from pkgrs.query.why_question import Question
from pkgrs.solver.reasons import DependencyConflicts, FailureReason, TotalReduction
from pkgrs.version.requirement import Requirement

# How many ways out are shown.
_MANY = 3


class Change(NamedTuple):
    """A way out: what is asked for in place of the request, and how it differs."""

    requests: List[Requirement]
    how: str


def smallest_conflict(question: Question, requests: Optional[Sequence[Requirement]] = None) -> List[Requirement]:
    """Leave out of requests that don't resolve whatever has no part in it.

    Args:
        question: The circumstances.
        requests: The requests; the question's own if None.

    Returns:
        Requests that don't resolve, of which each one is needed for that (unless there was no time to find out).
    """
    asked = list(question.requests if requests is None else requests)
    graph = question.ask(asked).graph
    if graph is not None:  # it shows the requests that led to the failure, which are mostly enough for it
        shown = {_get_node_label(graph, node) for node in _iter_init_request_nodes(graph)}
        fewer = [request for request in asked if str(request) in shown]
        if fewer and question.ask(fewer).failed:
            asked = fewer
    found = _needed(question, asked, set(), set(range(len(asked))), False)
    return [asked[index] for index in sorted(found)]


def _needed(question: Question, asked: Sequence[Requirement], background: Set[int], candidates: Set[int],
            changed: bool) -> Set[int]:
    """Find candidates that make the background fail, none of which can be left out, by halving (QuickXplain)."""
    if changed and question.ask([asked[index] for index in sorted(background)]).failed:
        return set()
    if len(candidates) == 1:
        return candidates
    ordered = sorted(candidates)
    first, second = set(ordered[:len(ordered) // 2]), set(ordered[len(ordered) // 2:])
    from_second = _needed(question, asked, background | first, second, True)
    from_first = _needed(question, asked, background | from_second, first, bool(from_second))
    return from_first | from_second


def conflict_details(question: Question, conflict: Sequence[Requirement]) -> List[str]:
    """Say through which packages requests do not go together.

    Args:
        question: The circumstances.
        conflict: The requests, of which each one is needed for the conflict.

    Returns:
        Sentences.
    """
    found = dedup(text for request in conflict for text in _who_excludes_request(question, conflict, request))
    outcome = question.ask(conflict)
    lines = list(found)
    if lines:
        return lines
    if outcome.graph is not None and len(conflict) > 1:
        lines += _paths(outcome.graph)
    if outcome.reason is not None:
        lines += _reason(outcome.reason)
    return lines


def _who_excludes_request(question: Question, conflict: Sequence[Requirement],
                          request: Requirement) -> Iterator[str]:
    """What the other requests resolve to, and in it, what does not go with this one."""
    others = [other for other in conflict if other is not request]
    if not others or request.conflict or request.range is None:
        return
    variants = question.ask(others).packages
    ways = ways_to(others, variants, bool(question.context.building))
    for other in others:
        if other.name == request.name and other.conflicts_with(request):
            yield "%s and %s exclude each other" % tuple(sorted((str(other), str(request))))
    for variant in variants:
        for requirement in variant.get_requires(build_requires=bool(question.context.building)):
            if requirement.name == request.name and requirement.conflicts_with(request):
                way = ways.get(variant.name, ())
                how = " (from %s)" % " --> ".join(way) if len(way) > 1 else ""
                yield "%s requires %s, which excludes %s%s" % (name_of(variant), requirement, request, how)


def ways_to(requests: Sequence[Requirement], variants: Sequence[Variant], building: bool) -> Dict[str, List[str]]:
    """The shortest way from a request to each package of a resolve, as names of packages, by name."""
    by_name = {variant.name: variant for variant in variants}
    ways: Dict[str, List[str]] = {}
    todo: List[str] = []
    for request in requests:
        if not request.conflict and request.name in by_name and request.name not in ways:
            ways[request.name] = [name_of(by_name[request.name])]
            todo.append(request.name)
    for name in todo:
        for requirement in by_name[name].get_requires(build_requires=building):
            other = requirement.name
            if not requirement.conflict and other in by_name and other not in ways:
                ways[other] = ways[name] + [name_of(by_name[other])]
                todo.append(other)
    return ways


def name_of(variant: Variant) -> str:
    """The name of a variant; of a package without variants, its own."""
    return variant.qualified_package_name if variant.index is None else variant.qualified_name


def _paths(graph: Any) -> List[str]:
    """The ways that lead to the conflict, which the graph shows."""
    lines = []
    for line in failure_detail_from_graph(graph).splitlines()[1:]:
        names = [re.sub(r"==", "-", re.sub(r"^\[|\[.*$", "", name)) for name in line.strip().split(" --> ")]
        if len(names) > 1:
            lines.append(" --> ".join(dedup(names)))
    return lines


def _reason(reason: FailureReason) -> List[str]:
    """What the solver says, as sentences."""
    if isinstance(reason, TotalReduction):
        groups: Dict[Tuple[str, str], List[str]] = {}
        for one in reason.reductions:
            key = str(one.dependency), _exact(one.conflicting_request)
            groups.setdefault(key, []).append(one.reducee_str().replace("[]", ""))
        return ["%s, which does not go with %s" % (
            "%s requires %s" % (names[0], wanted) if len(names) == 1 else
            "%s and %d more require %s" % (names[0], len(names) - 1, wanted), other)
            for (wanted, other), names in groups.items()]
    if isinstance(reason, DependencyConflicts):
        return ["%s does not go with %s" % (one.dependency, _exact(one.conflicting_request))
                for one in reason.conflicts]
    return [reason.description()]


def _exact(request: Requirement) -> str:
    return str(request).replace("==", "-")


def nearest_requests(question: Question, conflict: Sequence[Requirement]) -> List[Change]:
    """Find what resolves and differs little: by another version of one request, else by requests left out.

    Args:
        question: The circumstances.
        conflict: The requests that don't go together.

    Returns:
        A few ways out, the nearest first; none if there is none, or no time to find one.
    """
    ways = list(_with_another_version(question, conflict))
    if not ways:
        ways = list(_without_one(question, conflict))
    if not ways:
        ways = list(_what_goes(question))
    implicit = question.context.implicit_packages
    return [way for way in ways if any(request not in implicit for request in way.requests)][:_MANY]


def _replaced(question: Question, request: Requirement, other: Optional[Requirement]) -> List[Requirement]:
    requests = []
    for present in question.requests:
        if present is not request:
            requests.append(present)
        elif other is not None:
            requests.append(other)
    return requests


def _with_another_version(question: Question, conflict: Sequence[Requirement]) -> Iterator[Change]:
    for request in conflict:
        if request.conflict or request.name.startswith(".") or request.range is None or request.range.is_any():
            continue
        outcome = question.ask(_replaced(question, request, Requirement(request.name)))
        package = next((package for package in outcome.packages if package.name == request.name), None)
        if package is not None:
            other = Requirement(str(package.parent.as_exact_requirement()).replace("==", "-"))
            if any(present is not request and present.name == request.name and not present.conflict
                   for present in question.requests):
                yield Change(_replaced(question, request, None), "without %s" % request)
            else:
                yield Change(_replaced(question, request, other), "%s in place of %s" % (other, request))


def _without_one(question: Question, conflict: Sequence[Requirement]) -> Iterator[Change]:
    for request in conflict:
        fewer = _replaced(question, request, None)
        if fewer and question.ask(fewer).solved:
            yield Change(fewer, "without %s" % request)


def _what_goes(question: Question) -> Iterator[Change]:
    """As many of the requests as go together, the first ones first."""
    kept: List[Requirement] = []
    dropped: List[Requirement] = []
    for request in question.requests:
        (kept if question.ask(kept + [request]).solved else dropped).append(request)
    if kept and dropped:
        yield Change(kept, "without %s" % ", ".join(map(str, dropped)))
