"""The solver over package repositories."""
from __future__ import annotations

import os
from contextlib import contextmanager
from time import time

from pkgrs.resolve.catalog import PackageCatalog
from pkgrs.solver.report import Reporter
from pkgrs.solver.scope import Scope
from pkgrs.solver.solver import PhaseSolver
from pkgrs.solver.status import SolverStatus
from pkgrs.version.range import VersionRange
from pkgrs.version.requirement import Requirement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Iterator, List, Optional, Tuple
    from pkgrs.solver.callback import SolverCallbackReturn, SolverState
    from pkgrs.package.filter import PackageFilterBase
    from pkgrs.package.model import Package
    from pkgrs.package.order import PackageOrderList


__all__ = [
    "SOLVER_VERSION", "Solver", "SolverStatus", "PackageVariantCache",
]

#: Part of the keys of cached resolves; it changes whenever results do.
SOLVER_VERSION = 2

_force_unoptimised_solver = os.getenv("_FORCE_REZ_UNOPTIMISED_SOLVER") == "1"


def _statistic(section: str, name: str) -> Any:
    """An attribute for an entry of `Solver.solve_stats`; times are lists of one number, as `Solver.timed` takes."""

    def get(solver: PhaseSolver) -> Any:
        value = solver.solve_stats[section][name]
        return [value] if name.endswith("_time") else value

    return property(get)


class Solver(PhaseSolver):
    """Finds packages that satisfy a list of requests and each other.

    Args:
        package_requests: What is asked for.
        package_paths: Package search paths.
        context: Context that late-bound requirements are evaluated in.
        package_filter: Packages to leave out.
        package_orderers: Which versions are wanted most; by default the highest.
        callback: Called after each step that leaves the solve unfinished, with its state. Returns whether to
            go on, and why not.
        building: Whether what builds require counts as required.
        optimised: If False, nothing is left out of the report because its outcome is known.
        verbosity: How much to report: up to `max_verbosity`, 0 for nothing.
        buf: Stream to report to, standard output by default.
        package_load_callback: Called with each package that enters the solve.
        prune_unfailed: Leave out of graphs of failures what has no part in them.
        suppress_passive: Don't report tests, only changes.
        print_stats: Print statistics at the end.

    Raises:
        PackageFamilyNotFoundError, PackageNotFoundError: For a request that no package satisfies.
        ResourceError, PackageMetadataError: For a definition that can't be used.
    """

    max_verbosity = 3

    def __repr__(self) -> str:
        return "%s(%s)" % (type(self).__name__, self)

    extractions_count = _statistic("extractions", "num_extractions")
    extraction_time = _statistic("extractions", "extraction_time")
    intersections_count = _statistic("intersections", "num_intersections")
    intersection_tests_count = _statistic("intersections", "num_intersection_tests")
    intersection_broad_tests_count = _statistic("intersections", "num_intersection_broad_tests")
    intersection_time = _statistic("intersections", "intersection_time")
    intersection_test_time = _statistic("intersections", "intersection_test_time")
    reductions_count = _statistic("reductions", "num_reductions")
    reduction_tests_count = _statistic("reductions", "num_reduction_tests")
    reduction_broad_tests_count = _statistic("reductions", "num_reduction_broad_tests")
    reduction_time = _statistic("reductions", "reduction_time")
    reduction_test_time = _statistic("reductions", "reduction_test_time")

    def __init__(self, package_requests: List[Requirement], package_paths: List[str], context: Any = None,
                 package_filter: Optional[PackageFilterBase] = None,
                 package_orderers: Optional[PackageOrderList] = None,
                 callback: Optional[Callable[[SolverState], Tuple[SolverCallbackReturn, str]]] = None,
                 building: bool = False, optimised: bool = True, verbosity: int = 0, buf: Any = None,
                 package_load_callback: Optional[Callable[[Package], Any]] = None, prune_unfailed: bool = True,
                 suppress_passive: bool = False, print_stats: bool = False) -> None:
        self.package_paths = package_paths
        self.package_filter = package_filter
        self.package_orderers = package_orderers
        self.package_load_callback = package_load_callback
        self.building = building
        self.context = context
        self.buf = buf
        catalog: Any = PackageCatalog(package_paths, building, context, package_filter, package_orderers,
                                 package_load_callback)
        super().__init__(
            package_requests, catalog, Reporter(verbosity, buf, suppress_passive), callback=callback,
            optimised=optimised and not _force_unoptimised_solver, print_stats=print_stats,
            prune_unfailed=prune_unfailed)

    @property
    def package_cache(self) -> PackageVariantCache:
        """The packages that the solver can see."""
        # Kept, it would tie the solver, and all its phases, into a circle that only garbage collection frees.
        return PackageVariantCache(self)

    @contextmanager
    def timed(self, target: List[float]) -> Iterator[None]:
        """Add the time that passes in the context to the first element of the list."""
        started = time()
        yield
        target[0] += time() - started


class PackageVariantCache:
    """The packages that a solver can see.

    Args:
        solver: The solver.
    """

    def __init__(self, solver: Solver) -> None:
        self.solver = solver

    def get_variant_slice(self, package_name: str, range_: VersionRange) -> Optional[Scope]:
        """Return the variants of a package in a range, None if there are none.

        Raises:
            PackageFamilyNotFoundError: There is no such package.
        """
        work = self.solver.work
        return work.open(package_name, work.family(package_name).versions_in(range_))
