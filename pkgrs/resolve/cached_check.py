"""Whether what a cache server holds is a resolve: anyone who reaches the server can have put anything there."""
from __future__ import annotations

from pkgrs.base.text import is_valid_package_name
from pkgrs.version.common import ParseException, VersionError
from pkgrs.version.requirement import Requirement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Set, Tuple


__all__ = ["is_resolve"]

_KEYS = {"solve", "release_times", "states"}
_SOLVE_KEYS = {"graph", "solve_time", "load_time", "variant_handles", "ephemerals"}


def is_resolve(entry: Any, repositories: Set[Tuple[str, str]]) -> bool:
    """True if it is what `ResolveCache.keep` keeps, and all its variants are of some repositories.

    Args:
        entry: Plain data.
        repositories: Type and location of each repository that variants may come from.
    """
    if not _is_dict(entry, _KEYS) or not _is_dict(entry["solve"], _SOLVE_KEYS):
        return False
    solve = entry["solve"]
    return (all(_is_number(solve[name]) for name in ("solve_time", "load_time"))
            and _is_dict(entry["states"]) and _is_dict(entry["release_times"])
            and all(map(_is_number, entry["release_times"].values()))
            and _is_list(solve["variant_handles"], lambda handle: _is_handle(handle, repositories))
            and {handle["variables"]["name"] for handle in solve["variant_handles"]} == set(entry["release_times"])
            and _is_list(solve["ephemerals"], _is_ephemeral)
            and (solve["graph"] is None or _is_graph(solve["graph"])))


def _is_dict(value: Any, keys: Any = None) -> bool:
    return isinstance(value, dict) and all(isinstance(key, str) for key in value) and keys in (None, set(value))


def _is_list(value: Any, check: Callable[[Any], bool]) -> bool:
    return isinstance(value, list) and all(map(check, value))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float))


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_handle(handle: Any, repositories: Set[Tuple[str, str]]) -> bool:
    """A handle of a variant. Its name and version become parts of a path, so they must not lead elsewhere."""
    if not _is_dict(handle, {"key", "variables"}) or not _is_text(handle["key"]) or not _is_dict(handle["variables"]):
        return False
    names = handle["variables"]
    version, index = names.get("version"), names.get("index")
    return (all(_is_text(names.get(key)) for key in ("name", "location", "repository_type"))
            and (names["repository_type"], names["location"]) in repositories
            and is_valid_package_name(names["name"])
            and (version is None or _is_text(version) and not set("/\\\0") & set(version) and version not in (".", ".."))
            and (index is None or type(index) is int)
            and all(value is None or isinstance(value, (str, int)) for value in names.values()))


def _is_ephemeral(text: Any) -> bool:
    try:
        return _is_text(text) and Requirement(text).name.startswith(".")
    except (VersionError, ParseException):
        return False


def _is_graph(data: Any) -> bool:
    if not (isinstance(data, list) and len(data) == 2 and _is_list(data[0], _is_node)):
        return False
    nodes = {node for node, _ in data[0]}
    return len(nodes) == len(data[0]) and _is_list(data[1], lambda edge: _is_edge(edge, nodes))


def _is_node(data: Any) -> bool:
    return isinstance(data, list) and len(data) == 2 and _is_text(data[0]) and _is_list(data[1], _is_attribute)


def _is_edge(data: Any, nodes: Set[str]) -> bool:
    return (isinstance(data, list) and len(data) == 4 and all(map(_is_text, data[:3])) and nodes.issuperset(data[:2])
            and _is_list(data[3], _is_attribute))


def _is_attribute(data: Any) -> bool:
    return isinstance(data, list) and len(data) == 2 and _is_text(data[0]) and isinstance(data[1], (str, int, float))
