"""Ways through graphs: searches, orders, shortest paths. Names and results are those of the library `pygraph`."""
from __future__ import annotations

from heapq import heappop, heappush
from itertools import count

from pkgrs.base import digraph as directed
from pkgrs.base.digraph import InvalidGraphType, NodeUnreachable
from pkgrs.base.undirected import graph as undirected

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterator, List, Optional, Set, Tuple

    from pkgrs.base.digraph import Edge, Node

    Parents = Dict[Any, Optional[Any]]
    Filter = Callable[[Any, Optional[Any]], bool]

__all__ = [
    "null", "traversal", "depth_first_search", "breadth_first_search", "topological_sorting", "transitive_edges",
    "critical_path", "connected_components", "mutual_accessibility", "shortest_path", "minimal_spanning_tree",
    "heuristic_search", "cut_edges", "cut_nodes", "find_cycle",
]


class null:
    """A filter of a search that lets every node pass."""

    graph: Any = None
    spanning_tree: Any = None

    def configure(self, graph: Any, spanning_tree: Parents) -> None:
        """Called by the search before it begins."""
        self.graph = graph
        self.spanning_tree = spanning_tree

    def __call__(self, node: Node, parent: Optional[Node]) -> bool:
        return True


def _walk(graph: Any, root: Node, seen: Set[Any], wanted: Filter) -> Iterator[Tuple[str, Any, Any]]:
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


def traversal(graph: Any, node: Node, order: str) -> Iterator[Any]:
    """Go through what can be reached from a node, depth first.

    Args:
        order: `"pre"`: each node before those it leads to; `"post"`: after them.
    """
    event = {"pre": "enter", "post": "leave"}[order]
    for what, found, _ in _walk(graph, node, set(), null()):
        if what == event:
            yield found


def depth_first_search(graph: Any, root: Optional[Node] = None, filter: Any = None
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


def breadth_first_search(graph: Any, root: Optional[Node] = None, filter: Any = None
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


def topological_sorting(graph: Any) -> List[Any]:
    """Get the nodes so that each comes before those it leads to; has no meaning for a graph with cycles."""
    return depth_first_search(graph)[2][::-1]


def transitive_edges(graph: Any) -> List[Edge]:
    """Get each edge that a longer way makes needless, once per node on such ways; nothing if there is a cycle."""
    if find_cycle(graph):
        return []
    found = []
    for start in topological_sorting(graph):
        targets = graph.neighbors(start)
        for between in list(traversal(graph, start, "pre"))[1:]:
            found += [(start, end) for end in graph.neighbors(between) if end in targets]
    return found


def critical_path(graph: Any) -> List[Any]:
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


def connected_components(graph: Any) -> Dict[Any, int]:
    """Get the number, from 1, of the component that each node is in."""
    numbers: Dict[Any, int] = {}
    seen: Set[Any] = set()
    for root in graph:
        if root not in seen:
            number = len(set(numbers.values())) + 1
            numbers.update((node, number) for what, node, _ in _walk(graph, root, seen, null()) if what == "enter")
    return numbers


def mutual_accessibility(graph: Any) -> Dict[Any, List[Any]]:
    """Get, for each node, the sorted nodes that it leads to and that lead to it, itself included."""
    # After Tarjan: a node from which nothing entered earlier can be reached is the first one of its component.
    found: Dict[Any, List[Any]] = {}
    entered: Dict[Any, int] = {}
    earliest: Dict[Any, int] = {}
    unsettled: List[Any] = []
    for root in graph:
        if root in entered:
            continue
        for what, node, _ in _walk(graph, root, set(entered), null()):
            if what == "enter":
                entered[node] = earliest[node] = len(entered)
                unsettled.append(node)
                continue
            earliest[node] = min([earliest[node]] + [earliest[other] for other in graph[node] if other not in found])
            if earliest[node] == entered[node]:
                start = unsettled.index(node)
                nodes = sorted(unsettled[start:])
                del unsettled[start:]
                found.update((member, nodes) for member in nodes)
    return found


def _lowest(graph: Any) -> Tuple[Parents, Dict[Any, int], Dict[Any, int], List[Edge]]:
    """Of each node its parent in a search, its number in it, the lowest number that can be reached by one edge back from
    what is below it; and the edges of the search that nothing leads around."""
    parents: Parents = {}
    numbers: Dict[Any, int] = {}
    low: Dict[Any, int] = {}
    bridges: List[Edge] = []
    for root in graph:
        if root in numbers:
            continue
        for what, node, parent in _walk(graph, root, set(numbers), null()):
            if what == "enter":
                parents[node] = parent
                numbers[node] = low[node] = len(numbers)
                continue
            for other in graph[node]:
                if parents[other] == node and numbers[other] > numbers[node]:
                    low[node] = min(low[node], low[other])
                elif other != parent:
                    low[node] = min(low[node], numbers[other])
            if parent is not None and low[node] == numbers[node]:
                bridges.append((parent, node))
    return parents, numbers, low, bridges


def cut_edges(graph: Any) -> List[Any]:
    """Get the edges (of a hypergraph, the hyperedges) whose removal makes more components."""
    if graph.__class__.__name__ == "hypergraph":
        return [name for name, kind in cut_nodes(graph.graph) if kind == "h"]
    return _lowest(graph)[3]


def cut_nodes(graph: Any) -> List[Any]:
    """Get the nodes whose removal makes more components."""
    if graph.__class__.__name__ == "hypergraph":
        return [name for name, kind in cut_nodes(graph.graph) if kind == "n"]
    parents, numbers, low, _ = _lowest(graph)
    below: Dict[Any, List[Any]] = {node: [] for node in graph}
    for node, parent in parents.items():
        if parent is not None:
            below[parent].append(node)
    return [node for node in graph if (
        len(below[node]) > 1 if parents[node] is None else any(low[other] >= numbers[node] for other in below[node]))]


def find_cycle(graph: Any) -> List[Any]:
    """Get the nodes of a cycle, in order, or an empty list if there is none.

    Raises:
        InvalidGraphType: It isn't a graph or digraph.
    """
    if isinstance(graph, directed.digraph):
        return directed.find_cycle(graph)
    if not isinstance(graph, undirected):
        raise InvalidGraphType
    parents: Parents = {}
    for root in graph:
        if root in parents:
            continue
        parents[root] = None
        stack = [(root, graph[root])]
        while stack:
            node, rest = stack[-1]
            for other in rest:
                if other not in parents:
                    parents[other] = node
                    stack.append((other, graph[other]))
                    break
                if other != parents[node]:
                    path = [entered for entered, _ in stack]
                    return path[path.index(other):]
            else:
                stack.pop()
    return []


def shortest_path(graph: Any, source: Node) -> Tuple[Parents, Dict[Any, Any]]:
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


def heuristic_search(graph: Any, start: Node, goal: Node, heuristic: Callable[[Any, Any], Any]) -> List[Any]:
    """Get the nodes of a shortest way, by A*.

    Args:
        heuristic: Given a node and the goal, the least that a way between them may weigh.

    Raises:
        NodeUnreachable: There is none.
    """
    waiting: List[Tuple[Any, Any, Any, Any]] = [(0, start, 0, None)]
    before: Parents = {}
    known: Dict[Any, Tuple[Any, Any]] = {}  # node: shortest way to it so far, what the heuristic says
    while waiting:
        _, node, so_far, parent = heappop(waiting)
        if node == goal:
            path = [node]
            while parent is not None:
                path.append(parent)
                parent = before[parent]
            return path[::-1]
        if node in before:
            continue
        before[node] = parent
        for other in graph[node]:
            if other in before:
                continue
            total = so_far + graph.edge_weight((node, other))
            shortest, rest = known.get(other, (None, None))
            if other not in known:
                rest = heuristic(other, goal)
            elif shortest <= total:
                continue
            known[other] = (total, rest)
            heappush(waiting, (total + rest, other, total, node))
    raise NodeUnreachable(start, goal)


def minimal_spanning_tree(graph: Any, root: Optional[Node] = None) -> Parents:
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
