"""A phase of a solve: a list of scopes, and the steps that narrow them.

A phase is solved by repeating, until nothing changes: *extract* what all variants of a scope require, *merge* that,
*intersect* it with the scopes there are, *add* scopes for families that have none, and *reduce* scopes by the
variants that conflict with other scopes. A phase that is not solved then is *split* in two.
"""
from __future__ import annotations

from functools import partial
from itertools import islice
from time import time

from pkgrs.solver.cycles import dependency_order, find_cycle
from pkgrs.solver.family import Selection
from pkgrs.solver.report import short_request
from pkgrs.solver.scope import PackageScope, Scope
from pkgrs.solver.status import SolverStatus
from pkgrs.solver.workspace import Workspace, not_found
from pkgrs.version.range import VersionRange
from pkgrs.version.requirement import Requirement, RequirementList, VersionedObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Collection, Dict, List, Optional, Sequence, Set, Tuple

    from pkgrs.solver.family import Dependency, Universe, Wanted
    from pkgrs.solver.reasons import FailureReason

    #: The place of a scope, and what its family requires of another one.
    User = Tuple[int, Dependency]


# Members by names of their own, as some Pythons take a while to find a member in its class.
_PENDING, _FAILED = SolverStatus.pending, SolverStatus.failed
_EXHAUSTED, _SOLVED = SolverStatus.exhausted, SolverStatus.solved


class Places(Dict[str, int] if TYPE_CHECKING else dict):  # type: ignore[misc]
    """The place of each scope, by name. Phases share it until a scope is added.

    Attributes:
        users: Memo of `users_of`, by name: the number of families that mentioned that one then, the number of scopes,
            and the result.
    """

    __slots__ = ("users",)

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.users: Dict[str, Tuple[int, int, List[User]]] = {}

    def copy(self) -> "Places":
        """Return a copy, which scopes may be added to."""
        copy = Places(self)
        copy.users = self.users.copy()
        return copy

    def users_of(self, name: str, universe: Universe) -> List[User]:
        """Return the scopes whose family mentions the family `name`: their places, and what they require of it."""
        users = universe.users.get(name)
        if not users:
            return []
        memo = self.users.get(name)
        if memo is None or memo[0] != len(users):
            found, new = [], self.keys() & users.keys()
        elif memo[1] != len(self):
            # only those that were added since
            found, new = memo[2], users.keys() & islice(reversed(self), len(self) - memo[1])
        else:
            return memo[2]
        found = found + [(self[user], users[user]) for user in new]
        self.users[name] = len(users), len(self), found
        return found


class Phase:
    """The scopes of a solve at one point. A phase never changes.

    Attributes:
        index: The place of each scope, by name.
        open: The places of the scopes that could be split, as bits.
        changed: The places of the scopes that others were not yet reduced by.
        fresh: The places of the scopes whose demands were not yet extracted.
    """

    __slots__ = ("work", "scopes", "index", "open", "status", "changed", "fresh", "_extracted", "_explain",
                 "_failure_reason")

    def __init__(self, work: Workspace, scopes: List[Scope], index: Places, open: int, status: SolverStatus,
                 changed: Sequence[int] = (), fresh: Sequence[int] = (), extracted: Sequence[Selection] = (),
                 explain: Optional[Callable[[], FailureReason]] = None) -> None:
        self.work = work
        self.scopes = scopes
        self.index = index
        self.open = open
        self.status = status
        self.changed = changed
        self.fresh = fresh
        self._extracted = extracted
        self._explain = explain
        self._failure_reason: Optional[FailureReason] = None

    @classmethod
    def of_requests(cls, work: Workspace) -> "Phase":
        """Return the first phase of a solve.

        Raises:
            PackageFamilyNotFoundError, PackageNotFoundError: For a request that can't be satisfied.
        """
        scopes = [work.scope_of(request) for request in work.requests]
        places = range(len(scopes))
        open = sum([1 << place for place in places if not scopes[place].single])
        index = Places([(scope.name, place) for place, scope in enumerate(scopes)])
        return cls(work, scopes, index, open, _PENDING, changed=places, fresh=places)

    @classmethod
    def of_conflict(cls, work: Workspace, one: Requirement, other: Requirement) -> "Phase":
        """Return the only phase of a solve whose requests conflict."""
        reason = _conflict(one, other)
        return cls(work, [], Places(), 0, SolverStatus.failed, explain=lambda: reason)

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
            (selection.family.name, name): selection.demanded(name)
            for selection in self._extracted for name in selection.demands
        }

    def solve(self) -> "Phase":
        """Narrow the scopes as far as possible. Returns a phase that is solved, exhausted or failed."""
        if self.status is not _PENDING:
            return self
        if len(self.changed) == 1 and not self.work.count_tests and self._has_no_effect(self.changed[0]):
            return self._solved_as_it_is(self.scopes[self.changed[0]])
        return _Solve(self).run()

    def _has_no_effect(self, place: int) -> bool:
        """Tell whether the one scope that changed narrows no other: after most splits that is so."""
        scopes, index = self.scopes, self.index
        scope = scopes[place]
        if not isinstance(scope, PackageScope):
            return False
        for name, wanted in scope.selection.demands.items():
            if name not in index:
                return False
            versions = scopes[index[name]].versions
            if versions is None or versions & ~wanted:  # type: ignore[operator]
                return False
        key = scope.key
        # `_Solve._reduced_by` has this loop, too: shared, it would cost solves 0.7 % more instructions
        for user, dependency in index.users_of(scope.name, self.work.universe):
            conflicting = dependency.conflicts.get(key)
            if conflicting is None:
                conflicting = dependency.conflicting(scope)
            if conflicting:
                mask = scopes[user].mask
                if mask & conflicting and mask >= 0 and user != place:
                    return False
        return True

    def _solved_as_it_is(self, changed: Any) -> "Phase":
        """Return what `_Solve` would return, given that nothing is narrowed."""
        demands = changed.extract(self.work)
        self.work.extractions += len(demands)
        status = _EXHAUSTED if self.open else _SOLVED
        extracted = [changed.selection] if demands else []
        return Phase(self.work, self.scopes, self.index, self.open, status, (), (), extracted)

    def split(self) -> Tuple["Phase", "Phase"]:
        """Split the first scope that can be split. Returns two pending phases."""
        place = (self.open & -self.open).bit_length() - 1
        first, second = self.scopes[place].split(self.work)  # type: ignore[attr-defined]
        return self._with(place, first), self._with(place, second)

    def _with(self, place: int, half: PackageScope) -> "Phase":
        scopes = self.scopes[:]
        scopes[place] = half
        open = self.open & ~(1 << place) if half.single else self.open
        return Phase(self.work, scopes, self.index, open, _PENDING, (place,), (place,), self._extracted)

    def edges(self) -> Dict[str, Collection[str]]:
        """Return the names of the families that the variant of each scope asks for. The phase must be solved."""
        return {
            scope.name: scope.selection.demands if isinstance(scope, PackageScope) else ()
            for scope in self.scopes
        }

    def finalise(self) -> "Phase":
        """Remove conflict scopes, look for cycles, and order the scopes by dependency."""
        edges = self.edges()
        by_name = {scope.name: scope for scope in self.scopes if not scope.is_conflict}
        ordered = dependency_order(edges, [request.name for request in self.work.requests])
        if ordered is None:
            return self._finished(list(by_name.values()), SolverStatus.cyclic,
                                  lambda: _cycle([by_name[name] for name in find_cycle(edges)]))
        # what a scope was narrowed from matters no more
        return self._finished([by_name[name].alone(self.work) for name in ordered if name in by_name], self.status)

    def _finished(self, scopes: List[Scope], status: SolverStatus,
                  explain: Optional[Callable[[], FailureReason]] = None) -> "Phase":
        return Phase(self.work, scopes, Places(), 0, status, extracted=self._extracted, explain=explain)

    def __str__(self) -> str:
        return " ".join(str(scope) for scope in self.scopes)

    def __repr__(self) -> str:
        return "_ResolvePhase(%s)" % self


def _cycle(scopes: List[Scope]) -> FailureReason:
    from pkgrs.solver.reasons import Cycle
    return Cycle([_versioned(scope) for scope in scopes])


def _versioned(scope: Scope) -> VersionedObject:
    assert isinstance(scope, PackageScope)
    return VersionedObject.construct(scope.name, scope.family.version(scope.family.owner(scope.variant)))


class _Solve:
    """One run of `Phase.solve`, with the scopes as they are so far."""

    __slots__ = ("work", "verbose", "scopes", "index", "open", "changed", "fresh", "extracted", "explain")

    def __init__(self, phase: Phase) -> None:
        self.work = phase.work
        self.verbose = phase.work.verbose
        self.scopes = phase.scopes[:]
        self.index = phase.index
        self.open = phase.open
        self.changed: Set[int] = set(phase.changed)
        self.fresh: List[int] = list(phase.fresh)
        self.extracted: List[Selection] = []
        self.explain: Optional[Callable[[], FailureReason]] = None

    def run(self) -> Phase:
        """Run until nothing changes any more, or a conflict is met."""
        work = self.work
        while True:
            known = len(self.scopes)
            widened: Set[int] = set()
            while self.fresh:
                started = time()
                merged = self._extract()
                extracted = time()
                work.extraction_time += extracted - started
                consistent = not self.explain and self._intersect_and_add(merged, widened)
                work.intersection_time += time() - extracted
                if not consistent:
                    return self._result(_FAILED)
            if len(self.scopes) == known and not self.changed:
                return self._result(_EXHAUSTED if self.open else _SOLVED)
            started = time()
            consistent = self._reduce(known, widened)
            work.reduction_time += time() - started
            if not consistent:
                return self._result(_FAILED)
            self.changed = set()

    def _result(self, status: SolverStatus) -> Phase:
        return Phase(self.work, self.scopes, self.index, self.open, status, (), (), self.extracted,
                     self.explain)

    def _put(self, place: int, scope: Scope) -> None:
        """Replace a scope by one that follows from it."""
        self.scopes[place] = scope
        self.fresh.append(place)
        bit = 1 << place
        if not scope.single:
            self.open |= bit
        elif self.open & bit:
            self.open ^= bit

    # -- extract

    def _extract(self) -> "_Merged":
        """Extract and merge what those scopes require that are new or narrowed."""
        work = self.work
        scopes = self.scopes
        places, self.fresh = self.fresh, []
        if len(places) > 1:
            places = sorted(set(places))
        if self.verbose:
            work.report.subheader("EXTRACTING:")
        merged = _Merged()
        for place in places:
            scope = scopes[place]
            if isinstance(scope, PackageScope):
                if self.verbose:
                    self._report_extraction(scope)
                demands = scope.extract(work)
                if demands:
                    merged.add(scope.selection, demands)
                    work.extractions += len(demands)
        self.extracted += merged.sources
        if merged.doubtful:
            conflict = merged.requests().conflict
            if conflict:
                self.explain = lambda: _conflict(*conflict)
        if self.verbose and merged.sources and not self.explain:
            work.report.subheader("MERGE-EXTRACTIONS:")
            work.report.line("merged extractions: %s", merged.requests())
        return merged

    def _report_extraction(self, scope: PackageScope) -> None:
        selection = scope.selection
        for name in selection.demands:
            self.work.report.line("extracted %s from %s", selection.demanded(name), scope)

    # -- intersect and add

    def _intersect_and_add(self, merged: "_Merged", widened: Set[int]) -> bool:
        """Apply what was extracted to the scopes. Returns False if that conflicts with a scope."""
        scopes = self.scopes
        index = self.index
        thorough = self.work.count_tests
        touched = []
        added = []
        wanted: Any
        for name, wanted in merged.wanted.items():
            if name in index:
                place = index[name]
                versions = scopes[place].versions
                if versions is None or thorough or versions & ~wanted:
                    touched.append((place, name))
            else:
                added.append(name)
        if touched:
            touched.sort()
            if self.verbose:
                self.work.report.subheader("INTERSECTING:")
            for place, name in touched:
                if not self._intersect(place, name, merged, widened):
                    return False
        return not added or self._add(added, merged)

    def _intersect(self, place: int, name: str, merged: "_Merged", widened: Set[int]) -> bool:
        old = self.scopes[place]
        tested = self.work.count_tests and isinstance(old, PackageScope)
        if tested:
            self._report_intersection(old, merged.range(name))  # type: ignore[arg-type]
        new = old.intersect(merged.wanted[name], partial(merged.range, name), self.work)
        if new is None:
            self.explain = partial(_intersection_conflict, merged, name, old)
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
        work = self.work
        work.intersection_broad_tests += 1
        if range_.is_any() or not scope.is_new_test(range_, work):
            return
        if self.verbose:
            work.report.passive("intersecting %s wrt range '%s'...", scope, range_)
        work.intersection_tests += 1

    def _add(self, names: List[str], merged: "_Merged") -> bool:
        self.index = self.index.copy()
        if self.verbose:
            self.work.report.subheader("ADDING:")
        for name in names:
            if not self.work.exists(name):
                # no reason is given for this kind of failure
                self.work.report_missing(name, merged.requesters(name))
                return False
            scope = self.work.open(name, merged.wanted[name])
            if scope is None:
                raise not_found(merged.request(name))
            place = self.index[name] = len(self.scopes)
            self.scopes.append(scope)
            self._put(place, scope)
            if self.verbose:
                self.work.report.line("added %s", scope)
        return True

    # -- reduce

    def _reduce(self, known: int, widened: Set[int]) -> bool:
        """Reduce scopes by each other. Returns False if nothing is left of one.

        Args:
            known: The scopes from this place on are new.
            widened: The places of scopes that took the place of a conflict scope.
        """
        work = self.work
        scopes = self.scopes
        count_tests = work.count_tests
        if self.verbose:
            work.report.subheader("REDUCING:")
        pending = self._all_pairs(known, widened) if count_tests else self._pairs(known, widened)
        while pending:
            place, by = pending.pop()
            old, other = scopes[place], scopes[by]
            if count_tests:
                self._report_reduction(old, other)
            new = old.reduce(other, work)
            if count_tests and isinstance(new, PackageScope):
                new.note_test(other)
            if new is old:
                continue
            if new is None:
                self.explain = _total_reduction(old, other, work)
                return False
            self._put(place, new)
            if count_tests:
                pending += [(other, place) for other in range(len(scopes)) if other != place]
            else:
                pending += sorted(self._reduced_by(place))
        return True

    def _pairs(self, known: int, widened: Set[int]) -> List[Tuple[int, int]]:
        """Return which scopes are to be reduced by which, sorted: only those pairs that have an effect now.

        A pair without effect can only get one when its second scope changes, and then it is looked at again.
        """
        new = range(known, len(self.scopes))
        pairs: List[Tuple[int, int]] = []
        for place in self.changed:
            pairs += self._reduced_by(place)
        for place in new:
            pairs += self._reduced_by(place)
        for place in [*new, *widened]:
            pairs += self._reducing(place, known)
        return sorted(set(pairs)) if len(pairs) > 1 else pairs

    def _reduced_by(self, place: int) -> List[Tuple[int, int]]:
        """Return the scopes that a scope reduces."""
        scopes = self.scopes
        other = scopes[place]
        key = other.key
        pairs = []
        for user, dependency in self.index.users_of(other.name, self.work.universe):
            conflicting = dependency.conflicts.get(key)
            if conflicting is None:
                conflicting = dependency.conflicting(other)
            if conflicting:
                mask = scopes[user].mask
                if mask & conflicting and mask >= 0 and user != place:
                    pairs.append((user, place))
        return pairs

    def _reducing(self, place: int, known: int) -> List[Tuple[int, int]]:
        """Return the scopes that reduce a scope, out of those that are neither new nor changed."""
        scope = self.scopes[place]
        if not isinstance(scope, PackageScope):
            return []
        index, changed = self.index, self.changed
        mask = scope.mask
        dependencies = scope.family.dependencies
        others = [(index[name], dependencies[name]) for name in dependencies.keys() & index.keys()]
        return [(place, other) for other, dependency in others if other < known and other not in changed
                and other != place and mask & dependency.conflicting(self.scopes[other])]

    def _all_pairs(self, known: int, widened: Set[int]) -> List[Tuple[int, int]]:
        """As `_pairs`, but also pairs without effect, so that every test can be reported."""
        count = len(self.scopes)
        if not self.work.optimised:
            return [(x, y) for x in range(count) for y in range(count) if x != y]
        pairs = {(x, y) for x in range(known) for y in self.changed if x != y}
        pairs.update((x, y) for x in range(known) for y in range(known, count))
        pairs.update((x, y) for x in [*range(known, count), *widened] for y in range(count) if x != y)
        return sorted(pairs)

    def _report_reduction(self, scope: Scope, other: Scope) -> None:
        work = self.work
        work.reduction_broad_tests += 1
        if isinstance(scope, PackageScope):
            if self.verbose:
                work.report.passive("reducing %s wrt %s...", scope, short_request(other.request))
            if other.request.range is not None:
                scope.sort_first_if_fresh(work)
            if scope.is_new_test(other, work):
                work.reduction_tests += 1


def _intersection_conflict(merged: "_Merged", name: str, scope: Scope) -> FailureReason:
    return _conflict(merged.request(name), scope.request)


def _conflict(one: Requirement, other: Requirement) -> FailureReason:
    from pkgrs.solver.reasons import DependencyConflict, DependencyConflicts
    return DependencyConflicts([DependencyConflict(one, other)])


def _total_reduction(scope: Any, other: Scope, work: Workspace) -> Callable[[], FailureReason]:
    reductions = scope.reductions(other, work)

    def explain() -> FailureReason:
        from pkgrs.solver.reasons import TotalReduction
        return TotalReduction(reductions())
    return explain


class _Merged:
    """What was extracted in one go.

    Attributes:
        wanted: The versions that all scopes agree on, for each family that they require.
        sources: What it was extracted from.
        doubtful: True if there is a family of which no version is left.
    """

    __slots__ = ("wanted", "sources", "doubtful")

    def __init__(self) -> None:
        self.wanted: Dict[str, Wanted] = {}
        self.sources: List[Selection] = []
        self.doubtful = False

    def add(self, selection: Selection, demands: Dict[str, Wanted]) -> None:
        """Add what was extracted from a scope."""
        self.sources.append(selection)
        wanted = self.wanted
        if not wanted:
            self.wanted = demands
            return
        if len(self.sources) == 2:
            wanted = self.wanted = dict(wanted)
        for name, versions in demands.items():
            if name in wanted:
                versions = wanted[name] = versions & wanted[name]  # type: ignore[operator]
                if not versions:
                    self.doubtful = True
            else:
                wanted[name] = versions

    def requests(self, name: Optional[str] = None) -> RequirementList:
        """Return it as requirements: all, or those of one family."""
        return RequirementList([
            selection.demanded(demanded) for selection in self.sources
            for demanded in ([name] if name else selection.demands) if demanded in selection.demands])

    def requesters(self, name: str) -> List[str]:
        """Return the names of the families that require a family."""
        return [selection.family.name for selection in self.sources if name in selection.demands]

    def request(self, name: str) -> Requirement:
        """Return what is required of one family."""
        request = self.requests(name).get(name)
        assert request is not None
        return request

    def range(self, name: str) -> VersionRange:
        """Return the range that is required of one family."""
        return self.request(name).range
