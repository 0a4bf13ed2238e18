"""Straight distance."""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Tuple

__all__ = ["euclidean"]


class euclidean:
    """The square of the distance between nodes whose attribute `position` has their coordinates."""

    def __init__(self) -> None:
        self.distances: Dict[Tuple[Any, Any], float] = {}

    def optimize(self, graph: Any) -> None:
        """Read the positions; to be called before the search."""
        places = {}
        for node in graph.nodes():
            for name, value in graph.node_attributes(node):
                if name == "position":
                    places[node] = [float(part) for part in value]
                    break
        for start, place in places.items():
            for end, other in places.items():
                self.distances[start, end] = sum((other[axis] - part) ** 2 for axis, part in enumerate(place))

    def __call__(self, start: Any, end: Any) -> float:
        assert self.distances, "`optimize` must be called with the graph before the search."
        return self.distances[start, end]
