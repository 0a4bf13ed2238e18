"""Difference of distances."""
from __future__ import annotations

from pkgrs.base.walk import shortest_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List

__all__ = ["chow"]


class chow:
    """The largest difference between the distances of two nodes from a center, after Edmond Chow.

    Args:
        centers: Nodes.
    """

    def __init__(self, *centers: Any) -> None:
        self.centers = centers
        self.nodes: Dict[Any, List[Any]] = {}

    def optimize(self, graph: Any) -> None:
        """Measure the distances; to be called before the search."""
        for center in self.centers:
            for node, distance in shortest_path(graph, center)[1].items():
                self.nodes.setdefault(node, []).append(distance)

    def __call__(self, start: Any, end: Any) -> Any:
        assert self.nodes, "`optimize` must be called with the graph before the search."
        return max(abs(one - other) for one, other in zip(self.nodes[start], self.nodes[end]))
