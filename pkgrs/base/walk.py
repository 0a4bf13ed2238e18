"""Ways through graphs: searches, orders, shortest paths. Names and results are those of the library `pygraph`."""
from __future__ import annotations

from heapq import heappop, heappush
from itertools import count

from pkgrs.base.digraph import NodeUnreachable, find_cycle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterator, List, Optional, Set, Tuple

    from pkgrs.base.digraph import Edge, Node, digraph

    Parents = Dict[Any, Optional[Any]]
    Filter = Callable[[Any, Optional[Any]], bool]

__all__ = [
    "null", "traversal", "depth_first_search", "breadth_first_search", "topological_sorting", "transitive_edges",
    "critical_path", "connected_components", "mutual_accessibility", "shortest_path", "minimal_spanning_tree",
    "heuristic_search",
]


class null:
    """A filter of a search that lets every node pass."""

    def configure(self, graph: digraph, spanning_tree: Parents) -> None:
        """Called by the search before it begins."""

    def __call__(self, node: Node, parent: Optional[Node]) -> bool:
        return True


def _walk(graph: digraph, root: Node, seen: Set[Any], wanted: Filter) -> Iterator[Tuple[str, Any, Any]]:
    """Depth first: `("enter" or "leave", node, where from)` for each node that has not been seen."""
    seen.add(root)
    yield "enter", root, None
    stack: List[Tuple[Any, Any, Iterator[Any]]] = [(root, None, iter(graph[root]))]
    while stack:
        node, parent, rest = stack[-1]
        for other in rest:
            if other not in seen and wanted(other, node):
                seen.add(other)
                yield "enter", other, node
                stack.append((other, node, iter(graph[other])))
                break
        else:
            stack.pop()
            yield "leave", node, parent


def traversal(graph: digraph, node: Node, order: str) -> Iterator[Any]:
    """Go through what can be reached from a node, depth first.

    Args:
        order: `"pre"`: each node before those it leads to; `"post"`: after them.
    """
    event = {"pre": "enter", "post": "leave"}[order]
    for what, found, _ in _walk(graph, node, set(), null()):
        if what == event:
            yield found


def depth_first_search(graph: digraph, root: Optional[Node] = None, filter: Any = None
                       ) -> Tuple[Parents, List[Any], List[Any]]:
    """Search from the root, or from each node that was not found before.

    Returns:
        The parent of each node found, None for a root; nodes in the order they were found; and in the order in which
        all that they lead to had been found.
    """
    parents: Parents = {}
    before: List[Any] = []
    after: List[Any] = []
    wanted = null() if filter is None else filter
    wanted.configure(graph, parents)
    seen: Set[Any] = set()
    for start in graph if root is None else [root]:
        if start in seen or not wanted(start, None):
            continue
        for what, node, parent in _walk(graph, start, seen, wanted):
            if what == "enter":
                parents[node] = parent
                before.append(node)
            else:
                after.append(node)
    return parents, before, after


def breadth_first_search(graph: digraph, root: Optional[Node] = None, filter: Any = None
                         ) -> Tuple[Parents, List[Any]]:
    """As `depth_first_search`, but the nearest nodes first; without the last part of the result."""
    parents: Parents = {}
    order: List[Any] = []
    wanted = null() if filter is None else filter
    wanted.configure(graph, parents)
    position = 0
    for start in graph if root is None else [root]:
        if start in parents or not wanted(start, None):
            continue
        parents[start] = None
        order.append(start)
        while position < len(order):
            node = order[position]
            position += 1
            for other in graph[node]:
                if other not in parents and wanted(other, node):
                    parents[other] = node
                    order.append(other)
    return parents, order


def topological_sorting(graph: digraph) -> List[Any]:
    """Get the nodes so that each comes before those it leads to; has no meaning for a graph with cycles."""
    return depth_first_search(graph)[2][::-1]


def transitive_edges(graph: digraph) -> List[Edge]:
    """Get each edge that a longer way makes needless, once per node on such ways; nothing if there is a cycle."""
    if find_cycle(graph):
        return []
    found = []
    for start in topological_sorting(graph):
        targets = graph.neighbors(start)
        for between in list(traversal(graph, start, "pre"))[1:]:
            found += [(start, end) for end in graph.neighbors(between) if end in targets]
    return found


def critical_path(graph: digraph) -> List[Any]:
    """Get the nodes of the path whose weights sum up to most; nothing if there is a cycle, or no node."""
    if find_cycle(graph) or not len(graph):
        return []
    best: Dict[Any, Tuple[Any, Any]] = {}  # node: sum of weights up to it, node before it
    end, most = None, 0
    for node in topological_sorting(graph):
        total, before = 0, None
        for other in graph.incidents(node):
            weight = best[other][0] + graph.edge_weight((other, node))
            if weight >= total:
                total, before = weight, other
        best[node] = (total, before)
        if total >= most:
            end, most = node, total
    path = [end]
    while best[path[-1]][1] is not None:
        path.append(best[path[-1]][1])
    return path[::-1]


def connected_components(graph: digraph) -> Dict[Any, int]:
    """Get the number, from 1, of the component that each node is in."""
    numbers: Dict[Any, int] = {}
    seen: Set[Any] = set()
    for root in graph:
        if root not in seen:
            number = len(set(numbers.values())) + 1
            numbers.update((node, number) for what, node, _ in _walk(graph, root, seen, null()) if what == "enter")
    return numbers


def mutual_accessibility(graph: digraph) -> Dict[Any, List[Any]]:
    """Get, for each node, the sorted nodes that it leads to and that lead to it, itself included."""
    # After Kosaraju: in reverse order of leaving, what can be reached against the edges is one component.
    against: Dict[Any, List[Any]] = {node: [] for node in graph}
    for node in graph:
        for other in graph[node]:
            against[other].append(node)
    found: Dict[Any, List[Any]] = {}
    for root in depth_first_search(graph)[2][::-1]:
        if root in found:
            continue
        component, waiting = {root}, [root]
        while waiting:
            for other in against[waiting.pop()]:
                if other not in found and other not in component:
                    component.add(other)
                    waiting.append(other)
        nodes = sorted(component)
        found.update((node, nodes) for node in nodes)
    return found


def shortest_path(graph: digraph, source: Node) -> Tuple[Parents, Dict[Any, Any]]:
    """Get the shortest ways from a node, by Dijkstra's algorithm; no weight may be negative.

    Returns:
        The node before each one that can be reached, None for the source; and its distance.
    """
    before: Parents = {source: None}
    distance: Dict[Any, Any] = {source: 0}
    done: Set[Any] = set()
    waiting = [(0, source)]
    while waiting:
        so_far, node = heappop(waiting)
        if node in done:
            continue
        done.add(node)
        for other in graph[node]:
            total = so_far + graph.edge_weight((node, other))
            if other not in done and (other not in distance or total < distance[other]):
                distance[other], before[other] = total, node
                heappush(waiting, (total, other))
    return before, distance


def heuristic_search(graph: digraph, start: Node, goal: Node, heuristic: Callable[[Any, Any], Any]) -> List[Any]:
    """Get the nodes of a shortest way, by A*.

    Args:
        heuristic: Given a node and the goal, the least that a way between them may weigh.

    Raises:
        NodeUnreachable: There is none.
    """
    turn = count()
    waiting: List[Tuple[Any, int, Any, Any, Any]] = [(heuristic(start, goal), next(turn), start, 0, None)]
    before: Parents = {}
    while waiting:
        _, _, node, so_far, parent = heappop(waiting)
        if node in before:
            continue
        before[node] = parent
        if node == goal:
            path = [node]
            while before[path[-1]] is not None:
                path.append(before[path[-1]])
            return path[::-1]
        for other in graph[node]:
            if other not in before:
                total = so_far + graph.edge_weight((node, other))
                heappush(waiting, (total + heuristic(other, goal), next(turn), other, total, node))
    raise NodeUnreachable(start, goal)


def minimal_spanning_tree(graph: digraph, root: Optional[Node] = None) -> Parents:
    """Get the tree, or trees, of least weight, as the parent of each node; of the root's component only, if given."""
    parents: Parents = {}
    for start in graph if root is None else [root]:
        if start in parents:
            continue
        turn = count()
        waiting: List[Tuple[Any, int, Any, Any]] = [(0, next(turn), start, None)]
        while waiting:
            _, _, node, parent = heappop(waiting)
            if node in parents:
                continue
            parents[node] = parent
            for other in graph[node]:
                if other not in parents:
                    heappush(waiting, (graph.edge_weight((node, other)), next(turn), other, node))
    return parents
