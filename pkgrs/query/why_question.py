"""A request and all that decides how it resolves, to be asked again in other forms."""
from __future__ import annotations

import time
from typing import Any, Dict, Iterable, List, NamedTuple, Optional, Sequence, Tuple

from pkgrs.context.context import ResolvedContext
from pkgrs.errors import RezError
from pkgrs.package.find import get_variant
from pkgrs.package.model import Variant
from pkgrs.resolve.resolver import Resolver
from pkgrs.resolve.solver import Solver
from pkgrs.solver.reasons import FailureReason
from pkgrs.solver.callback import SolverCallbackReturn
from pkgrs.solver.status import SolverStatus
from pkgrs.version.package_request import PackageRequest
from pkgrs.version.requirement import Requirement


class Outcome(NamedTuple):
    """What came of a resolve.

    `packages` are those it resolved to; `reason` and `graph` say why it failed; `error` is what kept it from being
    tried.
    """

    status: SolverStatus
    packages: Sequence[Variant] = ()
    reason: Optional[FailureReason] = None
    graph: Any = None
    error: Optional[RezError] = None

    @property
    def solved(self) -> bool:
        """Whether the requests resolve."""
        return self.status == SolverStatus.solved

    @property
    def failed(self) -> bool:
        """Whether they don't; a resolve that took too long neither succeeded nor failed."""
        return self.status == SolverStatus.failed


class Question:
    """Asks how requests resolve, in the circumstances of a context. Nothing is cached, tracked or written.

    Args:
        context: The context, or one that was not resolved yet, see `unresolved_context`.
        seconds: How long all resolves together may take. Later ones are given up.
    """

    def __init__(self, context: ResolvedContext, seconds: float = 10.0) -> None:
        self.context = context
        self.requests: List[Requirement] = context.requested_packages(include_implicit=True)
        self._deadline = time.monotonic() + seconds
        # the resolver adds the time limit to the filter
        self._filter = Resolver(
            context=context, package_requests=self.requests, package_paths=self.paths,
            package_filter=context.package_filter, timestamp=int(context.requested_timestamp or 0),
            caching=False).package_filter
        self._outcomes: Dict[Tuple[str, ...], Outcome] = {}

    @property
    def paths(self) -> List[str]:
        """The repositories."""
        return self.context.package_paths

    @property
    def filter(self) -> Any:
        """What leaves packages out, the time limit included."""
        return self._filter

    def ask(self, requests: Sequence[Requirement]) -> Outcome:
        """Resolve requests."""
        key = tuple(str(request) for request in requests)
        if key not in self._outcomes:
            self._outcomes[key] = self._resolve(requests)
        return self._outcomes[key]

    def without_filter(self) -> Question:
        """The same question when no package is left out."""
        from pkgrs.package.filter import PackageFilterList

        context = self.context.copy()
        context.package_filter = PackageFilterList()
        context.requested_timestamp = None
        other = Question(context)
        other._deadline = self._deadline
        return other

    def _resolve(self, requests: Sequence[Requirement]) -> Outcome:
        if time.monotonic() > self._deadline:
            return Outcome(SolverStatus.unsolved)
        context = self.context.copy()
        context.pre_resolve_bindings = None  # late-bound code sees what is asked for
        implicit = set(map(str, self.context.implicit_packages))
        context._package_requests = [request for request in requests if str(request) not in implicit]
        try:
            solver = Solver(
                package_requests=list(requests), package_paths=self.paths, context=context,
                package_filter=self._filter, package_orderers=context.package_orderers,
                building=bool(context.building), callback=self._limit)
            solver.solve()
        except RezError as error:
            return Outcome(SolverStatus.failed, error=error)
        if solver.status == SolverStatus.solved:
            variants = [get_variant(variant.handle, context) for variant in solver.resolved_packages or ()]
            return Outcome(solver.status, variants)
        if solver.status != SolverStatus.failed:
            return Outcome(SolverStatus.unsolved)
        return Outcome(solver.status, reason=solver.failure_reason(), graph=solver.get_graph())

    def _limit(self, state: Any) -> Tuple[SolverCallbackReturn, str]:
        if time.monotonic() > self._deadline:
            return SolverCallbackReturn.abort, "this takes too long"
        return SolverCallbackReturn.keep_going, ""


def unresolved_context(requests: Iterable[str], paths: Optional[List[str]] = None, package_filter: Any = None,
                       timestamp: Optional[int] = None, building: bool = False,
                       implicit: bool = True) -> ResolvedContext:
    """A context with its request, which is not resolved, so that the request may be one that can't be.

    Args:
        requests: What is asked for.
        paths: Repositories; those configured if None.
        package_filter: Which packages are left out; as configured if None.
        timestamp: Only packages released by then are looked at.
        building: Whether the packages' requirements for building count.
        implicit: Whether to add the configured implicit requests.

    Raises:
        PackageRequestError: A request is not valid.
    """
    from pkgrs.base.lists import dedup
    from pkgrs.config.config import config
    from pkgrs.package.filter import PackageFilterList
    from pkgrs.package.order import PackageOrderList

    context = ResolvedContext.__new__(ResolvedContext)
    context._set_defaults()
    context._set_time(timestamp)
    context._set_origin()
    context.building, context.testing = building, False
    context._package_requests = [PackageRequest(request) for request in requests]
    if implicit:
        context.implicit_packages = [PackageRequest(request) for request in config.implicit_packages]
    context.package_paths = list(dedup(config.packages_path if paths is None else paths))
    context.package_filter = PackageFilterList.singleton if package_filter is None else package_filter
    context.package_orderers = PackageOrderList.singleton
    return context
