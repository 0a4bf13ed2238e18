"""Cycles and order of the packages of a solution."""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Collection, Dict, List, Mapping, Optional, Sequence

    Edges = Mapping[str, Collection[str]]


def find_cycle(edges: Edges) -> List[str]:
    """Find a cycle, depth first in the order of the nodes.

    Args:
        edges: The neighbours of each node. Every neighbour must be a node.

    Returns:
        The nodes of the cycle, each the neighbour of the one before it; empty if there is no cycle.
    """
    visited = set()
    for start in edges:
        if start in visited:
            continue
        visited.add(start)
        path = [start]
        on_path = {start}
        open_edges = [iter(edges[start])]
        while path:
            for node in open_edges[-1]:
                if node in visited:
                    if node in on_path:
                        return path[path.index(node):]
                    continue
                visited.add(node)
                path.append(node)
                on_path.add(node)
                open_edges.append(iter(edges[node]))
                break
            else:
                on_path.remove(path.pop())
                open_edges.pop()
    return []


def dependency_order(edges: Edges, wanted: Sequence[str]) -> Optional[List[str]]:
    """Order nodes so that each comes after all that it depends on.

    The order is as close as can be to `wanted`, then to the alphabet.

    Args:
        edges: The neighbours of each node. Every neighbour must be a node.
        wanted: Nodes that come first, in this order, if nothing keeps them from it.

    Returns:
        The nodes; None if there is a cycle.
    """
    first = [name for name in wanted if name in edges]
    names = first + sorted(edges.keys() - set(first))
    bits = {name: 1 << bit for bit, name in enumerate(names)}
    reachable = _reachable(edges, bits)
    if reachable is None:
        return None

    ordered: List[str] = []
    remaining = (1 << len(names)) - 1
    for bit in range(len(names)):
        stack = [bit] if remaining >> bit & 1 else []
        while stack:
            needed = reachable[names[stack[-1]]] & remaining
            if needed:
                stack.append((needed & -needed).bit_length() - 1)
            else:
                done = stack.pop()
                remaining &= ~(1 << done)
                ordered.append(names[done])
    return ordered


def _reachable(edges: Edges, bits: Dict[str, int]) -> Optional[Dict[str, int]]:
    """Return for each node the set of all nodes it depends on, directly or not; None if there is a cycle."""
    reachable: Dict[str, int] = {}
    opened = set()
    for start in edges:
        stack = [start]
        while stack:
            node = stack[-1]
            if node in reachable:
                stack.pop()
            elif node not in opened:
                opened.add(node)
                stack += [name for name in edges[node] if name not in reachable]
            else:
                mask = 0
                for name in edges[node]:
                    if name not in reachable:
                        # it waits below for this node, which is on top of it
                        return None
                    mask |= bits[name] | reachable[name]
                reachable[node] = mask
    return reachable
