"""Which requests can't be together, and which are nearest to them that can."""
from __future__ import annotations

import re
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Sequence

from pkgrs.base.lists import dedup
from pkgrs.context.failure import failure_detail_from_graph
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
    left = list(question.requests if requests is None else requests)
    for request in reversed(list(left)):
        fewer = [other for other in left if other is not request]
        if fewer and question.ask(fewer).failed:
            left = fewer
    return left


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
    if not lines and outcome.graph is not None:
        lines += _paths(outcome.graph, len(conflict) > 1)
    if not lines and outcome.reason is not None:
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


def _paths(graph: Any, several: bool) -> List[str]:
    """The ways that lead to the conflict, which the graph shows."""
    lines = []
    for line in failure_detail_from_graph(graph).splitlines()[1:]:
        names = [re.sub(r"==", "-", re.sub(r"^\[|\[.*$", "", name)) for name in line.strip().split(" --> ")]
        if len(names) > 1:
            lines.append(" --> ".join(dedup(names)))
    return lines if several else []


def _reason(reason: FailureReason) -> List[str]:
    """What the solver says, as sentences."""
    if isinstance(reason, TotalReduction):
        return ["%s requires %s, which does not go with %s" % (
            one.reducee_str().replace("[]", ""), one.dependency, _exact(one.conflicting_request))
            for one in reason.reductions]
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
