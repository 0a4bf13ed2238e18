"""Until a node is found."""
from __future__ import annotations

from pkgrs.base.walk import null

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["find"]


class find(null):
    """A filter that lets nothing pass after a certain node."""

    def __init__(self, target: Any) -> None:
        self.target = target
        self.done = False

    def __call__(self, node: Any, parent: Any) -> bool:
        passes = not self.done
        self.done = self.done or node == self.target
        return passes
