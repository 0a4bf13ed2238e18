"""What is near."""
from __future__ import annotations

from pkgrs.base.walk import null

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["radius"]


class radius(null):
    """A filter that lets nodes pass whose way in the search weighs no more than some amount."""

    def __init__(self, radius: Any) -> None:
        self.radius = radius
        self.done = False

    def __call__(self, node: Any, parent: Any) -> bool:
        total = 0
        while parent is not None:
            total += self.graph.edge_weight((parent, node))
            node, parent = parent, self.spanning_tree[parent]
        return total <= self.radius
