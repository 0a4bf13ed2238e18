"""The packages of a context and what they need of each other."""
from __future__ import annotations


from pkgrs.base.digraph import digraph

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Tuple


_LOOK = [("fontsize", 10), ("fillcolor", "#AAFFAA"), ("style", "filled")]


def make_dependency_graph(variants: Iterable[Any], ephemerals: Iterable[Any]) -> digraph:
    """Get a graph of packages by name, each with edges to those that it requires.

    Weak and conflict requirements are left out.

    Args:
        variants: The packages.
        ephemerals: Requests for ephemerals, which are nodes as well.
    """
    labels: Dict[str, str] = {}
    edges: List[Tuple[str, str]] = []
    for variant in variants:
        labels[variant.name] = variant.qualified_package_name
        edges.extend(
            (variant.name, request.name) for request in variant.get_requires() if not request.conflict)
    for request in ephemerals:
        labels[request.name] = str(request)

    graph = digraph()
    for name, label in labels.items():
        graph.add_node(name, attrs=_LOOK + [("label", label)])
    for edge in edges:
        if edge[1] in labels and not graph.has_edge(edge):
            graph.add_edge(edge)
    return graph
