"""Why a package is in an environment or not, and why a resolve failed: as lines of text."""
from __future__ import annotations

import os
import re

from pkgrs.base.lists import dedup
from pkgrs.context.context import ResolvedContext
from pkgrs.errors import PackageFamilyNotFoundError, PackageNotFoundError, RezError
from pkgrs.package.find import iter_packages
from pkgrs.package.model import Package, Variant
from pkgrs.query.why_conflict import conflict_details, name_of, nearest_requests, smallest_conflict, ways_to
from pkgrs.query.why_hidden import hidden_packages, reason_of, similar_names
from pkgrs.query.why_question import Question
from pkgrs.solver.reasons import FailureReason
from pkgrs.version.package_request import PackageRequest
from pkgrs.version.requirement import Requirement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterator, List, Optional, Sequence, Tuple


# How many versions are told about, and how many packages are listed on a line.
_MANY = 4
_INDENT = "    "
# How long a request may be to be repeated.
_WIDE = 80


def explain_failure(context: ResolvedContext, seconds: float = 10.0) -> List[str]:
    """Say why a context's request does not resolve.

    Args:
        context: A context that failed, or was not resolved.
        seconds: How long this may take.

    Returns:
        Lines: what does not go together and through which packages, what would resolve, what is hidden.
    """
    return _explain_failure(Question(context, seconds))


def _explain_failure(question: Question, requests: Optional[Sequence[Requirement]] = None) -> List[str]:
    conflict = smallest_conflict(question, requests)
    outcome = question.ask(conflict)
    if outcome.error is not None:
        lines = ["The request can't be resolved: %s" % outcome.error]
        lines += hints_for(outcome.error, question.paths, question.filter)
        return lines + _nearest(question, conflict) + _hidden(question, conflict, None)

    details = conflict_details(question, conflict)
    if len(conflict) == 1:
        lines = ["This request can't be resolved by itself:"]
    else:
        lines = ["These requests can't be together:"]
    lines += [_INDENT + str(request) for request in conflict]
    if details:
        lines += ["since:"] + [_INDENT + text for text in details[:2 * _MANY]]
    return lines + _nearest(question, conflict) + _hidden(question, conflict, outcome.reason)


def _nearest(question: Question, conflict: Sequence[Requirement]) -> List[str]:
    ways = nearest_requests(question, conflict)
    if not ways:
        return []
    texts = [(" ".join(str(request) for request in way.requests
                       if request not in question.context.implicit_packages), way.how) for way in ways]
    width = max(len(text) for text, _ in texts)
    if width > _WIDE:
        return ["What would resolve:"] + ["%sthe request %s" % (
            _INDENT, how if how.startswith("without") else "with " + how) for _, how in texts]
    return ["What would resolve:"] + ["%s%-*s  (%s)" % (_INDENT, width, text, how) for text, how in texts]


def _hidden(question: Question, conflict: Sequence[Requirement], reason: Optional[FailureReason]) -> List[str]:
    """What might have helped, had it been looked at: packages of the names that the conflict is about."""
    involved = list(conflict) + (reason.involved_requirements() if reason else [])
    found = [hidden for name in dedup(request.name for request in involved) if not name.startswith(".")
             for hidden in hidden_packages(name, None, question.paths, question.filter)]
    if not found:
        return []
    lines = ["Not looked at:"] + [_INDENT + str(hidden) for hidden in found[:2 * _MANY]]
    if len(found) > 2 * _MANY:
        lines.append(_INDENT + "and %d more" % (len(found) - 2 * _MANY))
    if question.filter and question.without_filter().ask(question.requests).solved:
        lines.append("Without these rules the request would resolve.")
    return lines


def print_explanation(context: ResolvedContext, stream: Any, seconds: float = 3.0) -> None:
    """Say why a request did not resolve; nothing if `PKGRS_EXPLAIN_FAILURES` is 0.

    Args:
        context: The context that failed.
        stream: Where to.
        seconds: How long this may take.
    """
    if os.environ.get("PKGRS_EXPLAIN_FAILURES") == "0":
        return
    try:
        lines = explain_failure(context, seconds)
    except Exception as error:  # what is wrong with the request was said; this must not hide it
        from pkgrs.base.log import print_debug

        print_debug("no explanation: %s: %s", type(error).__name__, error)
        return
    print("\n".join(lines), file=stream)


def print_hints(error: RezError, paths: Optional[Sequence[str]], stream: Any) -> None:
    """Say what helps with an error, if something is known, after the error itself was printed. See `hints_for`."""
    if os.environ.get("PKGRS_EXPLAIN_FAILURES") == "0":
        return
    try:
        lines = hints_for(error, getattr(error, "package_paths", None) or paths, getattr(error, "package_filter", None))
    except (RezError, OSError):
        return
    for line in lines:
        print(line, file=stream)


def hints_for(error: RezError, paths: Optional[Sequence[str]] = None, package_filter: Any = None) -> List[str]:
    """What helps with a package that is not found.

    Args:
        error: The error.
        paths: The repositories that were searched; those configured if None.
        package_filter: Which packages are left out.

    Returns:
        Lines to print after the error's own text; empty if there is nothing to say.
    """
    text = str(error)
    searched = re.search(r"\(searched: (.*)\)", text)
    if searched:
        paths = searched.group(1).split("; ")
    if isinstance(error, PackageFamilyNotFoundError):
        named = re.search(r"not found: '?([\w.]+)|No such package family '([\w.]+)'", text)
        names = similar_names(named.group(1) or named.group(2), paths) if named else []
        return ["Did you mean %s?" % _either(names)] if names else _no_repositories_hint(paths)
    if isinstance(error, PackageNotFoundError):
        named = re.search(r"could not be found: (\S+)", text)
        return _versions_hint(named.group(1), paths, package_filter) if named else []
    return []


def _no_repositories_hint(paths: Optional[Sequence[str]]) -> List[str]:
    """For those who have just begun, or whose storage is not mounted."""
    from pkgrs.config.config import config

    folders = [path.partition("filesystem@")[2] or path for path in (config.packages_path if paths is None else paths)]
    if any("@" in folder or os.path.exists(folder) for folder in folders):
        return []
    return ["There is none of the folders that are searched. First packages come by: rez-bind --quickstart"]


def _versions_hint(text: str, paths: Optional[Sequence[str]], package_filter: Any = None) -> List[str]:
    from pkgrs.config.config import config

    request = PackageRequest(text)
    where = config.packages_path if paths is None else list(paths)
    versions = sorted({package.version for package in iter_packages(request.name, paths=where)
                       if not (package_filter and package_filter.excludes(package))}, reverse=True)
    hidden = [str(each) for each in hidden_packages(request.name, request.range, where, package_filter)]
    if versions:
        return ["There is %s" % _listed(["%s-%s" % (request.name, v) if v else request.name for v in versions])] + hidden
    names = [] if hidden else similar_names(request.name, where)
    return ["Did you mean %s?" % _either(names)] if names else hidden


def _either(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else "%s or %s" % (", ".join(names[:-1]), names[-1])


def _listed(texts: Sequence[str]) -> str:
    more = len(texts) - 2 * _MANY
    return ", ".join(texts[:2 * _MANY]) + (" and %d more" % more if more > 0 else "")


# -- presence and absence

def explain_presence(context: ResolvedContext, text: str) -> Tuple[bool, List[str]]:
    """Say why a package is in an environment.

    Args:
        context: The resolved context.
        text: The package, such as "maya" or "maya-2024".

    Returns:
        Whether it is, and lines.

    Raises:
        PackageRequestError: That is no package.
    """
    request = PackageRequest(text)
    variant = context.get_resolved_package(request.name)
    if variant is None or not _fits(request, variant):
        return False, _absent(context, request, variant)
    lines = ["%s is in the environment, since:" % name_of(variant)]
    lines += [_INDENT + line for line in _asked_by(context, variant.name)] or [_INDENT + "nothing asks for it"]
    limits = [_INDENT + line for line in _limits(context, variant.name)]
    if limits:
        lines += ["Its version is limited by:"] + limits
    question = Question(context)
    higher = sorted((p for p in iter_packages(request.name, paths=question.paths) if p.version > variant.version),
                    key=lambda package: package.version, reverse=True)
    if higher:
        lines.append("Later versions:")
        for package in higher[:_MANY]:
            lines += [_INDENT + line for line in _reasons_against(question, package)]
        if len(higher) > _MANY:
            lines.append(_INDENT + "and %d more" % (len(higher) - _MANY))
    return True, lines


def explain_absence(context: ResolvedContext, text: str) -> Tuple[bool, List[str]]:
    """Say why a package is not in an environment.

    Args:
        context: The resolved context.
        text: The package, such as "maya" or "maya-2024".

    Returns:
        Whether it is absent, and lines.

    Raises:
        PackageRequestError: That is no package.
    """
    request = PackageRequest(text)
    variant = context.get_resolved_package(request.name)
    if variant is not None and _fits(request, variant):
        return False, ["%s is in the environment." % name_of(variant)]
    lines = _absent(context, request, variant)
    question = Question(context)
    candidates = sorted(iter_packages(request.name, request.range, question.paths),
                        key=lambda package: package.version, reverse=True)
    if not candidates:
        return True, lines + _nothing_there(question, request)
    for package in candidates[:_MANY]:
        lines += _reasons_against(question, package)
    if len(candidates) > _MANY:
        lines.append("and %d more" % (len(candidates) - _MANY))
    hidden = hidden_packages(request.name, request.range, question.paths, None)
    return True, lines + [str(one) for one in hidden]


def _fits(request: Requirement, variant: Variant) -> bool:
    return request.range is None or variant.version in request.range


def _absent(context: ResolvedContext, request: Requirement, variant: Optional[Variant]) -> List[str]:
    if variant is None:
        return ["%s is not in the environment." % request]
    return ["%s is not in the environment; %s is." % (request, name_of(variant))]


def _nothing_there(question: Question, request: Requirement) -> List[str]:
    if next(iter_packages(request.name, paths=question.paths), None) is None:
        names = similar_names(request.name, question.paths)
        lines = ["There is no package of this name in %s" % "; ".join(question.paths)]
        return lines + (["Did you mean %s?" % _either(names)] if names else [])
    return _versions_hint(str(request), question.paths)


def _requirements(context: ResolvedContext, variant: Variant) -> List[Requirement]:
    return variant.get_requires(build_requires=bool(context.building))


def _asked_by(context: ResolvedContext, name: str) -> Iterator[str]:
    """What wants a package of that name, and how that itself came to be there."""
    for request in context.requested_packages(include_implicit=True):
        if request.name == name and not request.conflict:
            yield "it is requested: %s%s" % (
                request, " (implicitly)" if request in context.implicit_packages else "")
    ways = ways_to(context.requested_packages(include_implicit=True), context.resolved_packages or (),
                   bool(context.building))
    for variant in context.resolved_packages or ():
        for requirement in _requirements(context, variant):
            if requirement.name == name and not requirement.conflict:
                way = ways.get(variant.name, [])
                how = " (from %s)" % " --> ".join(way) if len(way) > 1 else ""
                yield "%s requires %s%s" % (name_of(variant), requirement, how)


def _limits(context: ResolvedContext, name: str) -> Iterator[str]:
    """What wants some versions of a package not to be there."""
    for request in context.requested_packages(include_implicit=True):
        if request.name == name and request.conflict:
            yield "the request %s" % request
    for variant in context.resolved_packages or ():
        for requirement in _requirements(context, variant):
            if requirement.name == name and requirement.conflict:
                yield "%s requires %s" % (name_of(variant), requirement)


def _reasons_against(question: Question, package: Package) -> List[str]:
    """Why this package is not in the environment."""
    context, name = question.context, package.qualified_name
    rule = question.filter.excludes(package) if question.filter else None
    if rule:
        return ["%s %s" % (name, reason_of(rule, package))]
    wanted = Requirement(str(package.as_exact_requirement()))
    against = list(_who_excludes(context, package))
    if against:
        return ["%s is excluded: %s" % (name, _listed(against))]
    outcome = question.ask([wanted] + question.requests)
    if outcome.solved:
        changes = _changes(context.resolved_packages or (), outcome.packages)
        if not _is_asked_for(context, package.name):
            return ["%s is not asked for; it could be added%s" % (
                name, ", which changes %s" % changes if changes else "")]
        return ["%s is possible, but the resolve preferred other packages; asking for it changes %s" % (
            name, changes or "nothing else")]
    if not outcome.failed:
        return ["%s: finding out took too long" % name]
    lines = _explain_failure(question, [wanted] + question.requests)
    return ["%s is not possible:" % name] + [_INDENT + line for line in lines]


def _is_asked_for(context: ResolvedContext, name: str) -> bool:
    return next(_asked_by(context, name), None) is not None


def _who_excludes(context: ResolvedContext, package: Package) -> Iterator[str]:
    """What in a context does not go with a package."""
    def excludes(requirement: Requirement) -> bool:
        if requirement.name != package.name or requirement.range is None:
            return False
        # The range of a weak request, as that of a conflict request, is what it excludes.
        return (package.version in requirement.range) == requirement.conflict

    for request in context.requested_packages(include_implicit=True):
        if excludes(request):
            yield "the request is %s" % request
    for variant in context.resolved_packages or ():
        for requirement in _requirements(context, variant):
            if excludes(requirement):
                yield "%s requires %s" % (name_of(variant), requirement)


def _changes(before: Sequence[Any], after: Sequence[Any]) -> str:
    old = {variant.name: variant.version for variant in before}
    new = {variant.name: variant.version for variant in after}
    texts = ["%s %s to %s" % (name, old[name], new[name])
             for name in sorted(old) if name in new and old[name] != new[name]]
    texts += ["%s (gone)" % name for name in sorted(old) if name not in new]
    return _listed(texts)
