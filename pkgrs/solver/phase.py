"""A phase of a solve: a list of scopes, and the steps that narrow them.

A phase is solved by repeating, until nothing changes: *extract* what all variants of a scope require, *merge* that,
*intersect* it with the scopes there are, *add* scopes for families that have none, and *reduce* scopes by the
variants that conflict with other scopes. A phase that is not solved then is *split* in two.
"""
from __future__ import annotations

from time import time
from typing import Any, Callable, Dict, List, Optional, Sequence, Set, Tuple

from pkgrs.solver.cycles import dependency_order, find_cycle
from pkgrs.solver.family import Demand, Wanted
from pkgrs.solver.reasons import Cycle, DependencyConflict, DependencyConflicts, FailureReason, TotalReduction
from pkgrs.solver.report import short_request
from pkgrs.solver.scope import PackageScope, Scope, Workspace, not_found
from pkgrs.solver.status import SolverStatus
from pkgrs.version.range import VersionRange
from pkgrs.version.requirement import Requirement, RequirementList, VersionedObject

#: The demands of one scope that were extracted together.
Extraction = Tuple[PackageScope, Sequence[Demand]]


class Phase:
    """The scopes of a solve at one point. A phase never changes.

    Attributes:
        index: The place of each scope, by name.
        open: The places of the scopes that could be split, as bits.
        changed: The places of the scopes that others were not yet reduced by.
        fresh: The places of the scopes whose demands were not yet extracted.
    """

    __slots__ = ("work", "scopes", "index", "open", "changed", "fresh", "status", "_extracted", "_explain",
                 "_failure_reason")

    def __init__(self, work: Workspace, scopes: List[Scope], status: SolverStatus = SolverStatus.pending,
                 changed: Sequence[int] = (), fresh: Sequence[int] = ()) -> None:
        self.work = work
        self.scopes = scopes
        self.status = status
        self.index: Dict[str, int] = {}
        self.open = 0
        self.changed = changed
        self.fresh = fresh
        self._extracted: List[Extraction] = []
        self._explain: Optional[Callable[[], FailureReason]] = None
        self._failure_reason: Optional[FailureReason] = None

    @classmethod
    def of_requests(cls, work: Workspace) -> "Phase":
        """Return the first phase of a solve.

        Raises:
            PackageFamilyNotFoundError, PackageNotFoundError: For a request that can't be satisfied.
        """
        scopes = [work.scope_of(request) for request in work.requests]
        places = range(len(scopes))
        phase = cls(work, scopes, changed=places, fresh=places)
        for place, scope in enumerate(scopes):
            phase.index[scope.name] = place
            if not scope.single:
                phase.open |= 1 << place
        return phase

    def copy(self, **changes: Any) -> "Phase":
        """Return a copy of the phase with some attributes changed."""
        phase = Phase.__new__(Phase)
        for name in Phase.__slots__:
            setattr(phase, name, changes[name] if name in changes else getattr(self, name))
        return phase

    @property
    def failure_reason(self) -> Optional[FailureReason]:
        """Why the phase failed; None if it did not."""
        if self._failure_reason is None and self._explain:
            self._failure_reason = self._explain()
        return self._failure_reason

    @property
    def extractions(self) -> Dict[Tuple[str, str], Requirement]:
        """What was extracted to reach this phase, by names of the requiring and the required family."""
        return {
            (scope.name, demand.name): demand_request(scope, demand)
            for scope, demands in self._extracted for demand in demands
        }

    def solve(self) -> "Phase":
        """Narrow the scopes as far as possible. Returns a phase that is solved, exhausted or failed."""
        if self.status != SolverStatus.pending:
            return self
        return _Solve(self).run()

    def split(self) -> Tuple["Phase", "Phase"]:
        """Split the first scope that can be split. Returns two pending phases."""
        place = (self.open & -self.open).bit_length() - 1
        phases = []
        for half in self.scopes[place].split(self.work):  # type: ignore[attr-defined]
            scopes = self.scopes[:]
            scopes[place] = half
            phases.append(self.copy(
                scopes=scopes, status=SolverStatus.pending, changed=(place,), fresh=(place,),
                open=self.open & ~(1 << place) if half.single else self.open,
            ))
        return phases[0], phases[1]

    def edges(self) -> Dict[str, List[str]]:
        """Return the names of the families that the variant of each scope asks for. The phase must be solved."""
        return {
            scope.name: [demand.name for demand in scope.selection.demands] if isinstance(scope, PackageScope) else []
            for scope in self.scopes
        }

    def finalise(self) -> "Phase":
        """Remove conflict scopes, look for cycles, and order the scopes by dependency."""
        edges = self.edges()
        by_name = {scope.name: scope for scope in self.scopes if not scope.is_conflict}
        cycle = find_cycle(edges)
        if cycle:
            return self.copy(
                scopes=list(by_name.values()), status=SolverStatus.cyclic,
                _explain=lambda: Cycle([_versioned(by_name[name]) for name in cycle]),
            )
        wanted = [request.name for request in self.work.requests]
        ordered = dependency_order(edges, wanted)
        return self.copy(scopes=[by_name[name] for name in ordered if name in by_name])

    def __str__(self) -> str:
        return " ".join(str(scope) for scope in self.scopes)

    def __repr__(self) -> str:
        return "_ResolvePhase(%s)" % self


def demand_request(scope: PackageScope, demand: Demand) -> Requirement:
    """Return what was extracted from a scope as a requirement."""
    return Requirement.construct(demand.name, demand.dependency.range_wanted_by(scope.mask))


def _versioned(scope: Scope) -> VersionedObject:
    assert isinstance(scope, PackageScope)
    return VersionedObject.construct(scope.name, scope.family.version(scope.versions.bit_length() - 1))


class _Solve:
    """One run of `Phase.solve`, with the scopes as they are so far."""

    def __init__(self, phase: Phase) -> None:
        self.phase = phase
        self.work = phase.work
        self.report = phase.work.report
        self.scopes = phase.scopes[:]
        self.index = phase.index
        self.open = phase.open
        self.changed: Set[int] = set(phase.changed)
        self.fresh: List[int] = list(phase.fresh)
        self.extracted: List[Extraction] = []
        self.explain: Optional[Callable[[], FailureReason]] = None

    def run(self) -> Phase:
        """Run until nothing changes any more, or a conflict is met."""
        work = self.work
        while True:
            known = len(self.scopes)
            widened: Set[int] = set()
            while True:
                started = time()
                merged = self._extract()
                extracted = time()
                work.extraction_time += extracted - started
                if merged is None:
                    break
                consistent = not self.explain and self._intersect_and_add(merged, widened)
                work.intersection_time += time() - extracted
                if not consistent:
                    return self._result(SolverStatus.failed)
            if len(self.scopes) == known and not self.changed:
                return self._result(SolverStatus.exhausted if self.open else SolverStatus.solved)
            consistent = self._reduce(known, widened)
            work.reduction_time += time() - extracted
            if not consistent:
                return self._result(SolverStatus.failed)
            self.changed = set()

    def _result(self, status: SolverStatus) -> Phase:
        return self.phase.copy(
            scopes=self.scopes, index=self.index, open=self.open, status=status, changed=(), fresh=(),
            _extracted=self.extracted, _explain=self.explain, _failure_reason=None,
        )

    def _put(self, place: int, scope: Scope) -> None:
        """Replace a scope by one that follows from it."""
        self.scopes[place] = scope
        self.fresh.append(place)
        if scope.single:
            self.open &= ~(1 << place)
        else:
            self.open |= 1 << place

    # -- extract

    def _extract(self) -> Optional["_Merged"]:
        """Extract and merge what the scopes require that are new or narrowed. Returns None if there is nothing."""
        merged = _Merged()
        wanted = merged.wanted
        report = self.report
        if report:
            report.subheader("EXTRACTING:")
        doubtful = False
        for place in sorted(set(self.fresh)):
            scope = self.scopes[place]
            if not isinstance(scope, PackageScope):
                continue
            demands = scope.extract(self.work)
            if not demands:
                continue
            merged.sources.append((scope, demands))
            for name, versions, _ in demands:
                if name in wanted:
                    wanted[name] &= versions  # type: ignore[operator]
                    if not wanted[name]:
                        doubtful = True
                else:
                    wanted[name] = versions
        self.fresh = []
        if not merged.sources:
            return None
        self.extracted += merged.sources
        if report:
            self._report_extraction(merged)
        self.work.extractions += sum([len(demands) for _, demands in merged.sources])
        if doubtful:
            conflict = merged.requests().conflict
            if conflict:
                self.explain = lambda: DependencyConflicts([DependencyConflict(*conflict)])
        if report and not self.explain:
            report.subheader("MERGE-EXTRACTIONS:")
            report.line("merged extractions: %s", merged.requests())
        return merged

    def _report_extraction(self, merged: "_Merged") -> None:
        for scope, demands in merged.sources:
            scope.fresh = True
            text = str(scope)
            scope.fresh = False
            for demand in demands:
                self.report.line("extracted %s from %s", demand_request(scope, demand), text)

    # -- intersect and add

    def _intersect_and_add(self, merged: "_Merged", widened: Set[int]) -> bool:
        """Apply what was extracted to the scopes. Returns False if that conflicts with a scope."""
        scopes = self.scopes
        index = self.index
        touched = []
        added = []
        thorough = self.work.count_tests
        for name, wanted in merged.wanted.items():
            place = index.get(name)
            if place is None:
                added.append(name)
            else:
                scope = scopes[place]
                mask = scope.mask
                if mask < 0 or thorough or mask & scope.family.span(wanted) != mask:  # type: ignore[attr-defined]
                    touched.append((place, name))
        if touched:
            if self.report:
                self.report.subheader("INTERSECTING:")
            touched.sort()
            for place, name in touched:
                if not self._intersect(place, name, merged, widened):
                    return False
        if added:
            self._add(added, merged)
        return True

    def _intersect(self, place: int, name: str, merged: "_Merged", widened: Set[int]) -> bool:
        old = self.scopes[place]
        tested = isinstance(old, PackageScope) and self.work.count_tests
        if tested:
            self._report_intersection(old, merged.range(name))  # type: ignore[arg-type]
        new = old.intersect(merged.wanted[name], lambda: merged.range(name), self.work)
        if new is None:
            self.explain = lambda: DependencyConflicts([DependencyConflict(merged.request(name), old.request)])
            return False
        if tested:
            new.note_test(merged.range(name))  # type: ignore[attr-defined]
        if new is not old:
            self.work.intersections += 1
            self._put(place, new)
            self.changed.add(place)
            if old.is_conflict and not new.is_conflict:
                widened.add(place)
        return True

    def _report_intersection(self, scope: PackageScope, range_: VersionRange) -> None:
        self.work.intersection_broad_tests += 1
        if range_.is_any() or not scope.is_new_test(range_, self.work):
            return
        if self.report:
            self.report.passive("intersecting %s wrt range '%s'...", scope, range_)
        self.work.intersection_tests += 1

    def _add(self, names: List[str], merged: "_Merged") -> None:
        self.index = dict(self.index)
        if self.report:
            self.report.subheader("ADDING:")
        for name in names:
            scope = self.work.open(name, merged.wanted[name])
            if scope is None:
                raise not_found(merged.request(name))
            place = self.index[name] = len(self.scopes)
            self.scopes.append(scope)
            self._put(place, scope)
            if self.report:
                self.report.line("added %s", scope)

    # -- reduce

    def _reduce(self, known: int, widened: Set[int]) -> bool:
        """Reduce scopes by each other. Returns False if nothing is left of one.

        Args:
            known: The scopes from this place on are new.
            widened: The places of scopes that took the place of a conflict scope.
        """
        work = self.work
        report = self.report
        if report:
            report.subheader("REDUCING:")
        pairs = self._all_pairs if work.count_tests else self._relevant_pairs
        pending = sorted(pairs(known, widened))
        scopes = self.scopes
        while pending:
            place, by = pending.pop()
            old, other = scopes[place], scopes[by]
            if work.count_tests:
                self._report_reduction(old, other)
            new = old.reduce(other, work)
            if work.count_tests and isinstance(new, PackageScope):
                new.note_test(other)
            if new is old:
                continue
            if new is None:
                reductions = old.reductions(other, work)  # type: ignore[attr-defined]
                self.explain = lambda: TotalReduction(reductions())
                return False
            self._put(place, new)
            pending += self._affected_by(place)
        return True

    def _relevant_pairs(self, known: int, widened: Set[int]) -> Set[Tuple[int, int]]:
        """Return which scopes are to be reduced by which, but those that have no requirement on the other."""
        pairs: Set[Tuple[int, int]] = set()
        index = self.index
        new = range(known, len(self.scopes))
        for place in self.changed:
            if place < known:
                pairs.update([pair for pair in self._affected_by(place) if pair[0] < known])
        for place in new:
            pairs.update(self._affected_by(place))
        for place in [*new, *widened]:
            scope = self.scopes[place]
            if isinstance(scope, PackageScope):
                for name in scope.family.dependencies.keys() & index.keys():
                    if index[name] != place:
                        pairs.add((place, index[name]))
        return pairs

    def _affected_by(self, place: int) -> List[Tuple[int, int]]:
        """Return the scopes that are to be reduced by one that changed."""
        scopes = self.scopes
        if self.work.count_tests:
            return [(other, place) for other in range(len(scopes)) if other != place]
        index = self.index
        users = self.work.universe.users.get(scopes[place].name)
        if not users:
            return []
        places = sorted([index[name] for name in index.keys() & users])
        return [(other, place) for other in places if other != place and scopes[other].mask >= 0]

    def _all_pairs(self, known: int, widened: Set[int]) -> Set[Tuple[int, int]]:
        """As `_relevant_pairs`, but complete, so that every test can be reported."""
        count = len(self.scopes)
        if not self.work.optimised:
            return {(x, y) for x in range(count) for y in range(count) if x != y}
        pairs = {(x, y) for x in range(known) for y in self.changed if x != y}
        pairs.update((x, y) for x in range(known) for y in range(known, count))
        pairs.update((x, y) for x in [*range(known, count), *widened] for y in range(count) if x != y)
        return pairs

    def _report_reduction(self, scope: Scope, other: Scope) -> None:
        work = self.work
        work.reduction_broad_tests += 1
        if isinstance(scope, PackageScope):
            if self.report:
                self.report.passive("reducing %s wrt %s...", scope, short_request(other.request))
            if other.request.range is not None:
                scope.sort_first_if_fresh(work)
            if scope.is_new_test(other, work):
                work.reduction_tests += 1


class _Merged:
    """What was extracted in one go.

    Attributes:
        wanted: The versions that all scopes agree on, for each family that they require.
        sources: The demands of each scope.
    """

    __slots__ = ("wanted", "sources", "_requests")

    def __init__(self) -> None:
        self.wanted: Dict[str, Wanted] = {}
        self.sources: List[Extraction] = []
        self._requests: Optional[RequirementList] = None

    def requests(self) -> RequirementList:
        """Return it as requirements."""
        if self._requests is None:
            self._requests = RequirementList(
                [demand_request(scope, demand) for scope, demands in self.sources for demand in demands])
        return self._requests

    def request(self, name: str) -> Requirement:
        """Return what is required of one family."""
        return self.requests().get(name)

    def range(self, name: str) -> VersionRange:
        """Return the range that is required of one family."""
        return self.request(name).range
