"""Queues."""
from __future__ import annotations

from heapq import heapify, heappop, heappush

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterable

__all__ = ["HeapItem", "heapify", "heappop", "heappush", "priority_queue"]


class HeapItem:
    """A value that is ordered by a number."""

    def __init__(self, item: Any, priority: Any) -> None:
        self.item = item
        self.priority = priority

    def __lt__(self, other: HeapItem) -> bool:
        return self.priority < other.priority


class priority_queue:
    """Values of which the one of least priority comes first.

    Args:
        list: Those of priority zero that are in it from the start.
    """

    def __init__(self, list: Iterable[Any] = ()) -> None:
        self.heap = [HeapItem(item, 0) for item in list]

    def __contains__(self, item: Any) -> bool:
        return any(item == held.item for held in self.heap)

    def __len__(self) -> int:
        return len(self.heap)

    def empty(self) -> bool:
        """Whether there is none."""
        return not self.heap

    def insert(self, item: Any, priority: Any) -> None:
        """Add a value."""
        heappush(self.heap, HeapItem(item, priority))

    def pop(self) -> Any:
        """Take the first value out."""
        return heappop(self.heap).item

    def peek(self) -> Any:
        """Get the first value."""
        return self.heap[0].item

    def discard(self, item: Any) -> None:
        """Remove a value wherever it is."""
        self.heap = [held for held in self.heap if held.item != item]
        heapify(self.heap)
