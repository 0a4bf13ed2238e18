"""Resolves kept in memcached servers, and whether they still hold."""
from __future__ import annotations


from pkgrs.base.deferred import Deferred
from pkgrs.base.digraph import digraph
from pkgrs.errors import RezError
from pkgrs.package.find import get_last_release_time
from pkgrs.package.model import Variant
from pkgrs.repository.manager import package_repository_manager
from pkgrs.resolve.cached_check import is_resolve
from pkgrs.version.requirement import Requirement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, ContextManager, Dict, List, Optional, Set, Tuple
    from pkgrs.cache.memcached import Client
    from pkgrs.resolve.outcome import SolverDict

    #: What is kept of a resolve: the outcome, when each package was last released, and the state of each variant.
    Entry = Dict[str, Any]


def graph_to_data(graph: Any) -> Optional[List[Any]]:
    """Return a graph as lists."""
    if graph is None:
        return None
    return [
        [[node, [list(item) for item in graph.node_attributes(node)]] for node in graph.nodes()],
        [[source, target, graph.edge_label((source, target)),
          [list(item) for item in graph.edge_attributes((source, target))]] for source, target in graph.edges()],
    ]


def graph_from_data(data: Optional[List[Any]]) -> Any:
    """Return the graph that `graph_to_data` made lists of."""
    if data is None:
        return None
    graph = digraph()
    for node, attributes in data[0]:
        graph.add_node(node, attrs=[tuple(item) for item in attributes])
    for source, target, label, attributes in data[1]:
        graph.add_edge((source, target), label=label, attrs=[tuple(item) for item in attributes])
    return graph


def solved_to_data(solver_dict: SolverDict) -> Dict[str, Any]:
    """Return the outcome of a successful resolve as plain data."""
    graph = solver_dict["graph"]
    return {
        "graph": graph_to_data(graph.make() if isinstance(graph, Deferred) else graph),
        "solve_time": solver_dict["solve_time"],
        "load_time": solver_dict["load_time"],
        "variant_handles": solver_dict["variant_handles"],
        "ephemerals": [str(ephemeral) for ephemeral in solver_dict["ephemerals"] or ()],
    }


def solved_from_data(data: Dict[str, Any]) -> Dict[str, Any]:
    """Return what `solved_to_data` made data of."""
    return {
        "graph": graph_from_data(data["graph"]),
        "solve_time": data["solve_time"],
        "load_time": data["load_time"],
        "variant_handles": data["variant_handles"],
        "ephemerals": [Requirement(ephemeral) for ephemeral in data["ephemerals"]],
    }


def _as_plain(state: Any) -> Any:
    """Return the state of a variant in the form in which the cache returns it."""
    return [_as_plain(each) for each in state] if isinstance(state, (list, tuple)) else state


class ResolveCache:
    """Finds and keeps resolves.

    A resolve that has no timestamp, or whose packages were all released before it, is kept without one, and
    holds until a newer package is released. Other resolves are kept by their timestamp. Both hold only as long as
    the definitions of their packages stay the same.

    Args:
        connect: Returns a context with a client of the servers.
        paths: Package search paths.
        timestamp: Packages released later were left out; 0 if none.
        make_key: Returns the key, with or without the timestamp.
        get_variant: Returns the variant that a handle names.
        log: Takes a message and its arguments.
        min_compress_len: Compress entries from this length.
    """

    def __init__(self, connect: Callable[[], ContextManager[Client]], paths: List[str], timestamp: int,
                 make_key: Callable[[bool], str], get_variant: Callable[[Any], Variant],
                 log: Callable[..., Any], min_compress_len: int = 0) -> None:
        self._min_compress_len = min_compress_len
        self._client = connect
        self._paths = paths
        self._timestamp = timestamp
        self._make_key = make_key
        self._get_variant = get_variant
        self._log = log
        self._states: Dict[Any, Any] = {}
        self._release_times: Dict[str, Any] = {}

    def find(self) -> Optional[Entry]:
        """Return the outcome of a resolve that holds, None if there is none."""
        key, entry = self._retrieve(False)
        if entry:
            if self._has_changed(entry) or self._has_release(key, entry):
                self._discard(key)
            elif not self._timestamp or not self._is_later_than_timestamp(key, entry):
                return entry["solve"]  # type: ignore[no-any-return]
        if self._timestamp:
            key, entry = self._retrieve(True)
            if entry:
                if not self._has_changed(entry):
                    return entry["solve"]  # type: ignore[no-any-return]
                self._discard(key)
        self._log("No cache key retrieved")
        return None

    def keep(self, solve: Dict[str, Any], variants: List[Variant]) -> None:
        """Keep the outcome of a resolve, if all repositories involved can tell when it no longer holds."""
        release_times: Dict[str, Any] = {}
        states: Dict[str, Any] = {}
        timestamped = False
        for variant in variants:
            name = variant.name  # type: ignore[attr-defined]
            release_time = get_last_release_time(name, self._paths)
            if release_time == 0:
                self._log("Did not send memcache key: "
                          "a repository could not provide a most recent release time for %r", name)
                return
            if self._timestamp and self._timestamp < release_time:
                timestamped = True
            release_times[name] = release_time
            states[name] = _as_plain(variant.repository.get_variant_state_handle(variant.resource))  # type: ignore
        key = self._make_key(timestamped)
        with self._client() as client:
            client.set(key, {"solve": solve, "release_times": release_times, "states": states},
                       min_compress_len=self._min_compress_len)
        self._log("Sent memcache key: %r", key)

    def _retrieve(self, timestamped: bool) -> Tuple[str, Optional[Entry]]:
        key = self._make_key(timestamped)
        self._log("Retrieving memcache key: %r", key)
        with self._client() as client:
            entry = client.get(key)
        return key, entry if entry and is_resolve(entry, self._repositories()) else None

    def _repositories(self) -> Set[Tuple[str, str]]:
        found = map(package_repository_manager.get_repository, self._paths)
        return {(repository.name(), repository.location) for repository in found}

    def _discard(self, key: str) -> None:
        with self._client() as client:
            client.delete(key)
        self._log("Discarded entry: %r", key)

    def _has_changed(self, entry: Entry) -> bool:
        """Tell whether the definition of a package changed since."""
        for handle in entry["solve"]["variant_handles"]:
            try:
                variant = self._get_variant(handle)
                if variant not in self._states:
                    state = variant.repository.get_variant_state_handle(variant.resource)  # type: ignore[arg-type]
                    self._states[variant] = _as_plain(state)
            except (OSError, RezError) as e:
                self._log("Error loading %r (assuming cached state changed): %s", handle["variables"]["name"], e)
                return True
            name = variant.name  # type: ignore[attr-defined]
            if entry["states"].get(name) != self._states[variant]:
                self._log("%r has been modified", variant.qualified_name)
                return True
        return False

    def _has_release(self, key: str, entry: Entry) -> bool:
        """Tell whether a newer version of a package was released since."""
        for name, release_time in entry["release_times"].items():
            if name not in self._release_times:
                self._release_times[name] = get_last_release_time(name, self._paths)
            latest = self._release_times[name]
            if latest != release_time:
                self._log("A newer version of %r (%d) has been released since the resolve was cached "
                          "(latest release in cache was %d) (entry: %r)", name, latest, release_time, key)
                return True
        return False

    def _is_later_than_timestamp(self, key: str, entry: Entry) -> bool:
        """Tell whether a package was released after the timestamp."""
        for name, release_time in entry["release_times"].items():
            if self._timestamp < release_time:
                self._log("Resolve timestamp (%d) is earlier than %r in solve (%d) (entry: %r)",
                          self._timestamp, name, release_time, key)
                return True
        return False
