"""Resolves requests, by a solve or from a cache."""
from __future__ import annotations

from contextlib import contextmanager
from enum import Enum

from pkgrs.base.deferred import Deferred, DeferredAttribute
from pkgrs.base.log import log_duration
from pkgrs.config.config import config
from pkgrs.errors import PackageNotFoundError
from pkgrs.package.find import get_variant
from pkgrs.package.model import Variant
from pkgrs.repository.manager import package_repository_manager
from pkgrs.resolve.solver import Solver, SolverStatus
from pkgrs.solver.solver import PhaseSolver, without_gc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pkgrs.solver.callback import SolverCallbackReturn, SolverState
    from typing import Any, Callable, Iterator, List, Optional, Tuple

    from pkgrs.cache.memcached import Client
    from pkgrs.package.filter import PackageFilterList
    from pkgrs.package.model import Package
    from pkgrs.package.order import PackageOrderList
    from pkgrs.resolve.cached import ResolveCache
    from pkgrs.resolve.outcome import SolverDict
    from pkgrs.version.requirement import Requirement

__all__ = ["Resolver", "ResolverStatus", "SolverStatus", "Solver"]


class ResolverStatus(Enum):
    """The state of a resolve."""

    __module__ = "rez.resolver"

    pending = ("The resolve has not yet started.",)
    solved = ("The resolve has completed successfully.",)
    failed = ("The resolve is not possible.",)
    aborted = ("The resolve was stopped by the user (via callback).",)

    def __init__(self, description: str) -> None:
        self.description = description


class Resolver:
    """Resolves requests. The outcome may come from a cache, see the setting `resolve_caching`.

    Args:
        context: The resolved context that this is for.
        package_requests: What is asked for.
        package_paths: Package search paths.
        package_filter: Packages to leave out.
        package_orderers: Which versions are wanted most; by default the highest.
        timestamp: Leave out packages released later, in seconds since the epoch; 0 for none.
        callback: See `Solver`.
        building: True if a package is built.
        testing: True if a package is tested.
        verbosity: See `Solver`.
        buf: See `Solver`.
        package_load_callback: See `Solver`.
        caching: Use the cache.
        suppress_passive: See `Solver`.
        print_stats: See `Solver`.
    """

    __module__ = "rez.resolver"

    graph_ = DeferredAttribute()

    def __init__(self, context: Any, package_requests: List[Requirement], package_paths: List[str],
                 package_filter: Optional[PackageFilterList] = None,
                 package_orderers: Optional[PackageOrderList] = None, timestamp: Optional[int] = 0,
                 callback: Optional[Callable[[SolverState], Tuple[SolverCallbackReturn, str]]] = None,
                 building: bool = False, testing: bool = False, verbosity: int = 0, buf: Any = None,
                 package_load_callback: Optional[Callable[[Package], Any]] = None, caching: bool = True,
                 suppress_passive: bool = False, print_stats: bool = False) -> None:
        self.context = context
        self.building, self.testing = building, testing
        self.package_requests, self.package_paths = package_requests, package_paths
        self.package_orderers, self.timestamp = package_orderers, timestamp
        self.callback, self.package_load_callback = callback, package_load_callback
        self.verbosity, self.buf = verbosity, buf
        self.suppress_passive, self.print_stats = suppress_passive, print_stats
        self.caching = caching

        self.package_orderers_hash = _hash_of(package_orderers) if package_orderers else ""
        # the time limit is no part of this hash: it is in the key by itself
        self.package_filter_hash = package_filter.sha1 if package_filter else ""
        self.package_filter = package_filter
        if timestamp:
            from pkgrs.package.filter import PackageFilterList, TimestampRule

            self.package_filter = package_filter.copy() if package_filter else PackageFilterList()
            self.package_filter.add_exclusion(TimestampRule.after(timestamp))

        self.status_ = ResolverStatus.pending
        self.resolved_packages_: Optional[List[Variant]] = None
        self.resolved_ephemerals_: Optional[List[Requirement]] = None
        self.failure_description: Optional[str] = None
        self.graph_ = None
        self.from_cache = False
        self.memcached_servers = config.memcached_uri if config.resolve_caching else None
        self.solve_time = 0.0
        self.load_time = 0.0
        # how many packages entered the solve, 0 if the outcome comes from a cache
        self.num_loaded_packages = 0
        self._print = config.debug_printer("resolve_memcache")

    def solve(self) -> None:
        """Resolve the requests.

        Raises:
            As the solver does: for packages that don't exist or can't be loaded.
        """
        if config.memcached_uri:
            from pkgrs.cache.memcached import memcached_client
            with memcached_client():
                self._solve_unless_cached()
        else:
            self._solve_unless_cached()

    def _solve_unless_cached(self) -> None:
        with log_duration(self._print, "memcache get (resolve) took %s"):
            cached = self._get_cached_solve()
        if cached:
            self.from_cache = True
            self._set_result(cached)
            return
        self.from_cache = False
        try:
            # until the solver is gone: what it tried is not worth a look
            with without_gc():
                solver_dict, variants = self._find()
        except PackageNotFoundError as error:
            error.package_filter, error.package_paths = self.package_filter, self.package_paths
            raise
        self._set_result(solver_dict, variants)
        with log_duration(self._print, "memcache set (resolve) took %s"):
            self._set_cached_solve(solver_dict)

    @property
    def status(self) -> ResolverStatus:
        """The state of the resolve."""
        return self.status_

    @property
    def resolved_packages(self) -> Optional[List[Variant]]:
        """The variants resolved to, None if the resolve did not succeed."""
        return self.resolved_packages_

    @property
    def resolved_ephemerals(self) -> Optional[List[Requirement]]:
        """The ephemerals resolved to, None if the resolve did not succeed."""
        return self.resolved_ephemerals_

    @property
    def graph(self) -> Any:
        """The graph of the resolve, None before it."""
        return self.graph_

    @property
    def deferred_graph(self) -> Any:
        """The graph, or what will make it when it is needed: large ones take longer to draw than to solve."""
        return self.__dict__["graph_"]

    def _find(self) -> Tuple[SolverDict, List[Variant]]:
        solver = self._solve()
        return self._solver_to_dict(solver), self._variants_of(solver)

    def _variants_of(self, solver: Solver) -> List[Variant]:
        """Return the variants of a solution, those of a failed solve being none."""
        if getattr(type(solver), "resolved_packages", None) is PhaseSolver.resolved_packages:
            solution: Any = solver.solution or ()
            return [Variant(source.variant(place, position), self.context) for source, place, position in solution]
        return [Variant(found.variant.resource, context=self.context) for found in solver.resolved_packages or ()]

    def _get_variant(self, variant_handle: Any) -> Variant:
        return get_variant(variant_handle, context=self.context)

    @contextmanager
    def _memcached_client(self) -> Iterator[Client]:
        from pkgrs.cache.memcached import memcached_client
        with memcached_client(self.memcached_servers, debug=config.debug_memcache) as client:
            yield client

    def _cache(self) -> Optional[ResolveCache]:
        if not (self.caching and self.memcached_servers):
            return None
        from pkgrs.resolve.cached import ResolveCache

        return ResolveCache(self._memcached_client, self.package_paths, self.timestamp or 0, self._memcache_key,
                            self._get_variant, self._print, config.memcached_resolve_min_compress_len)

    def _get_cached_solve(self) -> Optional[SolverDict]:
        cache = self._cache()
        data = None if cache is None else cache.find()
        if data is None:
            return None
        from pkgrs.resolve.cached import solved_from_data

        solved: Any = dict(solved_from_data(data), status=ResolverStatus.solved, failure_description=None)
        return solved  # type: ignore[no-any-return]

    def _set_cached_solve(self, solver_dict: SolverDict) -> None:
        cache = self._cache() if self.status_ == ResolverStatus.solved else None
        if cache is not None:
            from pkgrs.resolve.cached import solved_to_data

            variants = self.resolved_packages_ or []
            solver_dict["variant_handles"] = [variant.handle.to_dict() for variant in variants]
            cache.keep(solved_to_data(solver_dict), variants)

    def _memcache_key(self, timestamped: bool = False) -> str:
        """Return what tells a resolve from others that may have another outcome."""
        requests = tuple(str(request) for request in self.package_requests)
        repositories = tuple(package_repository_manager.get_repository(path).uid for path in self.package_paths)
        parts: List[Any] = ["resolve", requests, repositories, self.package_filter_hash, self.package_orderers_hash,
                            self.building, self.testing, config.prune_failed_graph,
                            # Rez forgets these, and so goes on with what they were.
                            str(config.variant_select_mode), config.allow_unversioned_packages]
        if timestamped and self.timestamp:
            parts.append(self.timestamp)
        return str(tuple(parts))

    def _solve(self) -> Solver:
        solver = Solver(
            package_requests=self.package_requests,
            package_paths=self.package_paths,
            context=self.context,
            package_filter=self.package_filter,
            package_orderers=self.package_orderers,
            callback=self.callback,
            building=self.building,
            verbosity=self.verbosity,
            prune_unfailed=config.prune_failed_graph,
            buf=self.buf,
            package_load_callback=self.package_load_callback,
            suppress_passive=self.suppress_passive,
            print_stats=self.print_stats,
        )
        solver.solve()
        self.num_loaded_packages = getattr(solver, "num_loaded_packages", 0)  # another class may stand for `Solver`
        return solver

    def _set_result(self, solver_dict: SolverDict, variants: Optional[List[Variant]] = None) -> None:
        """Take over an outcome; what its handles name is looked up where the variants are not at hand."""
        self.status_ = solver_dict["status"]
        self.graph_ = solver_dict["graph"]
        self.solve_time = solver_dict["solve_time"]
        self.load_time = solver_dict["load_time"]
        self.failure_description = solver_dict["failure_description"]
        self.resolved_packages_ = None
        self.resolved_ephemerals_ = None
        if self.status_ == ResolverStatus.solved:
            if variants is None:
                variants = [self._get_variant(handle) for handle in solver_dict["variant_handles"] or ()]
            self.resolved_packages_ = variants
            self.resolved_ephemerals_ = list(solver_dict["ephemerals"] or ())

    @classmethod
    def _solver_to_dict(cls, solver: Solver) -> SolverDict:
        failure_description = ephemerals = None
        status = ResolverStatus.pending
        if solver.status == SolverStatus.unsolved:
            status = ResolverStatus.aborted
            failure_description = solver.abort_reason
        elif solver.status == SolverStatus.failed:
            status = ResolverStatus.failed
            failure_description = solver.failure_description()
        elif solver.status == SolverStatus.solved:
            status = ResolverStatus.solved
            ephemerals = list(solver.resolved_ephemerals or ())
        # a class that stands for `Solver` has what Rez's has
        make_graph = solver.graph_maker() if hasattr(solver, "graph_maker") else solver.get_graph
        return {
            "status": status, "graph": Deferred(make_graph),
            "solve_time": solver.solve_time, "load_time": solver.load_time,
            "failure_description": failure_description, "variant_handles": None, "ephemerals": ephemerals}


def _hash_of(package_orderers: PackageOrderList) -> str:
    from hashlib import sha1

    return sha1("".join(orderer.sha1 for orderer in package_orderers).encode("utf8")).hexdigest()
