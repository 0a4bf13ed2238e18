"""Why a resolve failed, told from its graph: the ways from requests to the conflict or cycle."""
from __future__ import annotations


from pkgrs.base.dot import _request_from_label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Iterator, List, Optional, Tuple

    Edge = Tuple[Any, Any]


__all__ = ["failure_detail_from_graph"]

_REQUESTED = "#FFFFAA"


def failure_detail_from_graph(graph: Any) -> str:
    """Describe how requests lead to what made a resolve fail.

    Args:
        graph: The resolve's graph.

    Returns:
        A line of heading, then a line for each request; empty if the graph shows neither a conflict nor a cycle.
    """
    for label, describe in (("CYCLE", _cycled_detail_from_graph), ("CONFLICT", _conflicted_detail_from_graph)):
        edge = next((e for e, data in graph.edge_properties.items() if data.get("label") == label), None)
        if edge is not None:
            return describe(graph, edge)
    return ""


def _cycled_detail_from_graph(graph: Any, cycled_edge: Edge) -> str:
    lines = ["Resolve paths starting from initial requests to cycle:"]
    for start in _iter_init_request_nodes(graph):
        path = _follow(graph, start, lambda node: node in cycled_edge)
        lines.append(_path_text(graph, path))
    return "\n".join(lines)


def _conflicted_detail_from_graph(graph: Any, conflicted_edge: Edge) -> str:
    lines = ["Resolve paths starting from initial requests to conflict:"]

    def is_end(node: Any) -> bool:
        return node in conflicted_edge and _is_request_node(graph, node)

    for start in _iter_init_request_nodes(graph):
        path = _follow(graph, start, is_end)
        shown = path[-1] if len(path) > 1 and is_end(path[-1]) else None
        lines.append(_path_text(graph, path, shown))
    return "\n".join(lines)


def _follow(graph: Any, start: Any, is_end: Callable[[Any], bool]) -> List[Any]:
    """Go to the first new neighbour again and again, until there is none or the end is met."""
    path = [start]
    while True:
        node = next((n for n in graph.neighbors(path[-1]) if n not in path), None)
        if node is None:
            return path
        path.append(node)
        if is_end(node):
            return path


def _path_text(graph: Any, path: List[Any], shown: Optional[Any] = None) -> str:
    """The first node and the packages after it; of the requests on the way only the one to be shown."""
    nodes = path[:1] + [node for node in path[1:] if node == shown or not _is_request_node(graph, node)]
    return "  " + " --> ".join(_get_node_label(graph, node) for node in nodes)


def _iter_init_request_nodes(graph: Any) -> Iterator[Any]:
    for node, attributes in graph.node_attr.items():
        if dict(attributes).get("fillcolor") == _REQUESTED:
            yield node


def _is_request_node(graph: Any, node: Any) -> bool:
    return "dashed" in str(dict(graph.node_attributes(node)).get("style", ""))


def _get_node_label(graph: Any, node: Any) -> str:
    return _request_from_label(str(dict(graph.node_attributes(node)).get("label", "")))
