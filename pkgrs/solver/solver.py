"""The solver: a stack of phases, worked off from the top."""
from __future__ import annotations

import gc
from contextlib import contextmanager
from time import time

from pkgrs.errors import ResolveError
from pkgrs.solver.graph import PhaseGraph
from pkgrs.solver.phase import Phase
from pkgrs.solver.report import Reporter
from pkgrs.solver.scope import EphemeralScope, PackageScope
from pkgrs.solver.status import SolverStatus
from pkgrs.solver.workspace import Workspace
from pkgrs.version.requirement import Requirement, RequirementList

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pkgrs.solver.callback import SolverCallbackReturn, SolverState
    from pkgrs.solver.reasons import FailureReason
    from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

    from pkgrs.solver.catalog import Catalog, FamilySource

    Callback = Callable[[SolverState], Tuple[SolverCallbackReturn, str]]

# Members by names of their own, as some Pythons take a while to find a member in its class.
_PENDING, _EXHAUSTED, _UNSOLVED = SolverStatus.pending, SolverStatus.exhausted, SolverStatus.unsolved
_SOLVED, _FAILED, _CYCLIC = SolverStatus.solved, SolverStatus.failed, SolverStatus.cyclic


@contextmanager
def without_gc() -> Iterator[None]:
    """Have no garbage collection: tables are kept, and phases have no cycles."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class PhaseSolver:
    """Finds packages that satisfy a list of requests and each other.

    Args:
        requests: What is asked for.
        catalog: The packages there are.
        reporter: Told about the progress.
        callback: Called after each step that leaves the solve unfinished.
        optimised: If False, nothing is left out of the report because its outcome is known.
        prune_unfailed: Leave out of graphs of failures what has no part in them.
        print_stats: Print statistics at the end, and count all tests for them.

    Raises:
        PackageFamilyNotFoundError, PackageNotFoundError: For a request that no package satisfies.
    """

    def __init__(self, requests: List[Requirement], catalog: Catalog, reporter: Reporter,
                 callback: Optional[Callback] = None, optimised: bool = True, print_stats: bool = False,
                 prune_unfailed: bool = True) -> None:
        self.prune_unfailed = prune_unfailed
        self.callback = callback
        self.print_stats = print_stats
        self.optimised = optimised
        self.pr = reporter
        self.abort_reason: Optional[str] = None
        self._catalog = catalog
        if reporter:
            reporter.line("request: %s", " ".join(str(request) for request in requests))
        self.request_list = RequirementList(requests)
        self._init()
        if self.request_list.conflict:
            if reporter:
                from pkgrs.solver.reasons import DependencyConflict
                reporter.line("conflict in request: %s", DependencyConflict(*self.request_list.conflict))
            phase = Phase.of_conflict(self.work, *self.request_list.conflict)
        else:
            if reporter:
                reporter.line("merged request: %s", self.request_list)
            with without_gc():
                phase = Phase.of_requests(self.work)
        self._push_phase(phase)

    def _init(self) -> None:
        self.phase_stack: List[Phase] = []
        self.failed_phase_list: List[Phase] = []
        self.depth_counts: Dict[int, int] = {}
        self.solve_begun = False
        self.solve_time = 0.0
        self.load_time = 0.0
        self.callback_return: Optional[SolverCallbackReturn] = None
        self.solve_count = 0
        self.work = Workspace(self._catalog, self.request_list, self.pr, self.optimised)
        if self.print_stats:
            self.work.count_tests = True

    def reset(self) -> None:
        """Go back to where the solve began. Has no effect if the requests conflict with each other."""
        if not self.request_list.conflict:
            if self.pr:
                self.pr.line("resetting...")
            self._init()
            self._push_phase(Phase.of_requests(self.work))

    # -- state

    @property
    def status(self) -> SolverStatus:
        """The state of the solve."""
        if self.request_list.conflict or self._is_stopped():
            return _FAILED
        status = self.phase_stack[-1].status
        if status is _CYCLIC:
            return _FAILED
        if len(self.phase_stack) > 1:
            return status if status is _SOLVED else _UNSOLVED
        return _UNSOLVED if status is _PENDING or status is _EXHAUSTED else status

    @property
    def num_solves(self) -> int:
        """The number of steps made."""
        return self.solve_count

    @property
    def num_fails(self) -> int:
        """The number of phases that failed."""
        count = len(self.failed_phase_list)
        return count + (self.phase_stack[-1].status in (_FAILED, _CYCLIC))

    @property
    def num_loaded_packages(self) -> int:
        """The number of packages that entered the solve."""
        return sum(bin(versions).count("1") for versions in self.work.entered.values())

    @property
    def cyclic_fail(self) -> bool:
        """True if the solve failed because of a cycle."""
        return self.phase_stack[-1].status == _CYCLIC

    @property
    def solution(self) -> Optional[List[Tuple[FamilySource, int, int]]]:
        """The variants of the solution, each as source, place of the package and position in it; None if there is none.

        What they stand for in the catalog is not asked for.
        """
        if self.status != _SOLVED:
            return None
        return [scope.located_variant() for scope in self.phase_stack[-1].scopes if isinstance(scope, PackageScope)]

    @property
    def resolved_packages(self) -> Optional[List[Any]]:
        """The variants of the solution, None if there is none (yet)."""
        solution = self.solution
        return None if solution is None else [self._catalog.variant(*located) for located in solution]

    @property
    def resolved_ephemerals(self) -> Optional[List[Requirement]]:
        """The ephemerals of the solution, None if there is none (yet)."""
        if self.status != _SOLVED:
            return None
        return [scope.request for scope in self.phase_stack[-1].scopes if isinstance(scope, EphemeralScope)]

    # -- solve

    def solve(self) -> None:
        """Make steps until the solve is done, or the callback stops it.

        Raises:
            ResolveError: The solve was begun before.
        """
        if self.solve_begun:
            raise ResolveError("cannot run solve() on a solve that has already been started")
        started = time()
        loaded = self.work.catalog.load_time()
        with without_gc():
            while self.status is _UNSOLVED:
                self._step()
                if self.callback and self.status is _UNSOLVED and not self._do_callback():
                    break
        self.load_time = self.work.catalog.load_time() - loaded
        self.solve_time = time() - started
        self._report_stats()

    def _report_stats(self) -> None:
        if self.pr.verbosity > 2 or self.print_stats:
            from pprint import pformat

            if self.pr.verbosity > 2:
                self.pr.subheader("SOLVE STATS:")
                self.pr.line(pformat(self.solve_stats))
            else:
                self.pr.write(pformat({"solve_stats": self.solve_stats}))

    @property
    def solve_stats(self) -> Dict[str, Dict[str, Any]]:
        """Counts and times (in seconds) of the solve.

        The tests that are counted are those that were made: tests that can have no effect are left out, unless
        they are reported or counted (see `print_stats`).
        """
        work = self.work
        return {
            "global": {
                "num_solves": self.num_solves,
                "num_fails": self.num_fails,
                "solve_time": self.solve_time,
                "load_time": self.load_time,
            },
            "extractions": {
                "extraction_time": work.extraction_time,
                "num_extractions": work.extractions,
            },
            "intersections": {
                "num_intersections": work.intersections,
                "num_intersection_tests": work.intersection_tests,
                "num_intersection_broad_tests": work.intersection_broad_tests,
                "intersection_time": work.intersection_time,
                "intersection_test_time": work.intersection_time,
            },
            "reductions": {
                "num_reductions": work.reductions,
                "num_reduction_tests": work.reduction_tests,
                "num_reduction_broad_tests": work.reduction_broad_tests,
                "reduction_time": work.reduction_time,
                "reduction_test_time": work.reduction_time,
            },
        }

    def solve_step(self) -> None:
        """Make one step: split the topmost phase, or drop it if it failed, and solve the next one."""
        self.solve_begun = True
        if self.status is _UNSOLVED:
            self._step()

    def _step(self) -> None:
        self.solve_begun = True
        report, verbose = self.pr, self.work.verbose
        if verbose:
            report.header("SOLVE #%d (%d fails so far)...", self.solve_count + 1, self.num_fails)
        phase = self._next_phase().solve()
        self.solve_count += 1
        status = phase.status
        if verbose:
            report.subheader("%s:" % status.name.upper())
        if status is _SOLVED:
            phase = phase.finalise()
        self._push_phase(phase)
        if verbose:
            if status is _SOLVED:
                report.header("FAIL: a cycle was detected" if phase.status is _CYCLIC else "SUCCESS")
            elif status is _FAILED and len(self.phase_stack) == 1:
                report.header("FAIL: there is no solution")

    def _next_phase(self) -> Phase:
        report, verbose = self.pr, self.work.verbose
        phase = self._pop_phase()
        if phase.status is _FAILED:
            if verbose:
                report.line("discarded failed phase, fetching previous unsolved phase...")
            self.failed_phase_list.append(phase)
            phase = self._pop_phase()
        if phase.status is _EXHAUSTED:
            if verbose:
                report.subheader("SPLITTING:")
            phase, rest = phase.split()
            self._push_phase(rest)
            if verbose:
                report.line("new phase: %s", phase)
        return phase

    def _do_callback(self) -> bool:
        """Ask the callback whether to go on."""
        phase = self._latest_nonfailed_phase() if self.callback else None
        if phase is None:
            return True
        from pkgrs.solver.callback import SolverCallbackReturn, SolverState
        answer, reason = self.callback(SolverState(self.num_solves, self.num_fails, phase))  # type: ignore[misc]
        if answer == SolverCallbackReturn.fail and self.num_fails:
            self.callback_return, self.abort_reason = answer, reason
            if self.pr:
                self.pr.line("solve failed: %s", self.abort_reason)
            return False
        if answer == SolverCallbackReturn.abort:
            self.abort_reason = reason
            if self.pr:
                self.pr.line("solve aborted: %s", self.abort_reason)
            return False
        return True

    def _is_stopped(self) -> bool:
        """Whether the callback said that the solve has failed."""
        if not self.callback_return:
            return False
        from pkgrs.solver.callback import SolverCallbackReturn
        return self.callback_return == SolverCallbackReturn.fail

    def _latest_nonfailed_phase(self) -> Optional[Phase]:
        if self.status == _FAILED:
            return None
        failed = (_FAILED, _CYCLIC)
        for phase in reversed(self.phase_stack):
            if phase.status not in failed:
                return phase
        return None

    def _push_phase(self, phase: Phase) -> None:
        depth = len(self.phase_stack)
        self.depth_counts[depth] = self.depth_counts.get(depth, -1) + 1
        self.phase_stack.append(phase)
        if self.work.verbose:
            self.pr.line("pushed %s: %s", self._depth_label(), phase)

    def _pop_phase(self) -> Phase:
        if self.work.verbose:
            self.pr.line("popped %s: %s", self._depth_label(), self.phase_stack[-1])
        return self.phase_stack.pop()

    def _depth_label(self, depth: Optional[int] = None) -> str:
        if depth is None:
            depth = len(self.phase_stack) - 1
        return "{%d,%d}" % (depth, self.depth_counts[depth])

    # -- failures

    def failure_reason(self, failure_index: Optional[int] = None) -> Optional[FailureReason]:
        """Return why a phase failed.

        Args:
            failure_index: Which failure; by default the one that explains the failure of the solve best.
        """
        return self._get_failed_phase(failure_index)[0].failure_reason

    def failure_description(self, failure_index: Optional[int] = None) -> str:
        """As `failure_reason`, as text."""
        return self._get_failed_phase(failure_index)[1]

    def failure_packages(self, failure_index: Optional[int] = None) -> Optional[List[Requirement]]:
        """Return the requests that led to a failure."""
        reason = self.failure_reason(failure_index)
        return reason.involved_requirements() if reason else None

    def _get_failed_phase(self, index: Optional[int] = None) -> Tuple[Phase, str]:
        fails = self.failed_phase_list
        status = self.phase_stack[-1].status
        if status in (_FAILED, _CYCLIC):
            fails = fails + self.phase_stack[-1:]
        by_callback = False
        if index is None:
            if status == _CYCLIC:
                index = -1
            elif self._is_stopped():
                by_callback = True
                index = -1
            else:
                index = 0
        try:
            phase = fails[index]
        except IndexError:
            raise IndexError("failure index out of range")
        reason = phase.failure_reason
        description = reason.description() if reason else "Solver failed with unknown reason."
        if by_callback and self.abort_reason:
            description = "%s:\n%s" % (self.abort_reason, description)
        return phase, description

    def get_graph(self) -> Any:
        """Return the graph of the solve: of its latest phase, or of its failure."""
        return self.graph_maker()()

    def graph_maker(self) -> PhaseGraph:
        """Return what makes the graph of the solve, and holds on to no more than the phase that it shows."""
        if self.status == _FAILED:
            return PhaseGraph(self._get_failed_phase(None)[0], self.prune_unfailed)
        return PhaseGraph(self.phase_stack[-1])

    def get_fail_graph(self, failure_index: Optional[int] = None) -> Any:
        """Return the graph of a failure, see `failure_reason`."""
        return PhaseGraph(self._get_failed_phase(failure_index)[0], self.prune_unfailed)()

    def dump(self) -> None:
        """Print the state of the solve and its stack of phases."""
        from pkgrs.base.text import columnise

        rows = [(self._depth_label(depth), str(phase.status), str(phase))
                for depth, phase in enumerate(self.phase_stack)]
        print("status: %s (%s)" % (self.status.name, self.status.description))
        print("initial request: %s" % self.request_list)
        print()
        print("solve stack:")
        print("\n".join(columnise(rows)))
        if self.failed_phase_list:
            rows = [("#%d" % number, str(phase.status), str(phase))
                    for number, phase in enumerate(self.failed_phase_list)]
            print()
            print("previous failures:")
            print("\n".join(columnise(rows)))

    def __str__(self) -> str:
        return "%s %s %s" % (self.status, self._depth_label(), self.phase_stack[-1])
