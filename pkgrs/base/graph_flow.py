"""Flows through graphs, ways with negative weights, ranks, and graphs made at random, as in the library `pygraph`."""
from __future__ import annotations

import random
from collections import deque

from pkgrs.base.digraph import NegativeWeightCycleError, digraph
from pkgrs.base.undirected import graph, hypergraph

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple, Union

    from pkgrs.base.digraph import Edge, Node

__all__ = [
    "shortest_path_bellman_ford", "maximum_flow", "cut_value", "cut_tree", "pagerank", "generate", "generate_hypergraph",
]


def shortest_path_bellman_ford(graph: digraph, source: Node) -> Tuple[Dict[Any, Any], Dict[Any, Any]]:
    """Get the shortest ways from a node, where weights may be negative.

    Only ways of up to two edges less than there are nodes are sure to be found.

    Returns:
        The node before each one that was reached, None for the source; and its distance.

    Raises:
        NegativeWeightCycleError: There is a shorter way still.
    """
    before: Dict[Any, Any] = {source: None}
    distance: Dict[Any, Any] = {source: 0}
    weights = [(edge, graph.edge_weight(edge)) for edge in graph.edges()]
    for _ in range(graph.order() - 2):
        for (start, end), weight in weights:
            if start in distance and (end not in distance or distance[start] + weight < distance[end]):
                before[end], distance[end] = start, distance[start] + weight
    for (start, end), weight in weights:
        if start in distance and end in distance and distance[start] + weight < distance[end]:
            raise NegativeWeightCycleError("Detected a negative weight cycle on edge (%s, %s)" % (start, end))
    return before, distance


def maximum_flow(graph: digraph, source: Node, sink: Node, caps: Optional[Dict[Edge, Any]] = None
                 ) -> Tuple[Dict[Edge, Any], Dict[Any, int]]:
    """Get the largest flow between two nodes, by the algorithm of Edmonds and Karp.

    Args:
        caps: How much may flow through each edge; else its weight.

    Returns:
        What flows through each edge; and the side of a smallest cut that each node is on: 0 with the source, or 1.
    """
    edges = graph.edges()
    capacity = {edge: graph.edge_weight(edge) for edge in edges} if caps is None else caps
    flow: Dict[Edge, Any] = dict.fromkeys(edges, 0)
    while True:
        # shortest way on which more can flow; against an edge what flows through it can be taken back
        steps: Dict[Any, Optional[Tuple[Edge, int, Any]]] = {source: None}
        waiting = deque([source])
        while waiting and (sink == source or sink not in steps):
            node = waiting.popleft()
            for other in graph.neighbors(node):
                free = capacity[node, other] - flow[node, other] if other not in steps else 0
                if free > 0:
                    steps[other] = ((node, other), 1, free)
                    waiting.append(other)
            for other in graph.incidents(node):
                if other not in steps and flow[other, node] > 0:
                    steps[other] = ((other, node), -1, flow[other, node])
                    waiting.append(other)
        step = steps.get(sink)
        if step is None:
            return flow, {node: 0 if node in steps else 1 for node in graph.nodes()}
        way = []
        while step is not None:
            way.append(step)
            step = steps[step[0][0 if step[1] > 0 else 1]]
        more = min(free for _, _, free in way)
        for edge, sign, _ in way:
            flow[edge] += sign * more


def cut_value(graph: digraph, flow: Dict[Edge, Any], cut: Dict[Any, int]) -> Any:
    """Get what flows from the side 0 of a cut to its side 1."""
    value = 0
    for node in [node for node, side in cut.items() if side == 0]:
        for other in graph.neighbors(node):
            value += flow[node, other] if cut.get(other) == 1 else 0
        for other in graph.incidents(node):
            value -= flow[other, node] if cut.get(other) == 1 else 0
    return value


def cut_tree(igraph: graph, caps: Optional[Dict[Edge, Any]] = None) -> Dict[Edge, Any]:
    """Get a tree that has, between any two nodes, the value of the smallest cut, by the algorithm of Gusfield.

    Args:
        igraph: Its edges' directions have their capacities each.
        caps: How much may flow through each edge; else its weight.

    Returns:
        The values by edges of the tree.
    """
    both_ways = digraph()
    both_ways.add_graph(igraph)
    capacity = caps or {edge: igraph.edge_weight(edge) for edge in both_ways.edges()}
    nodes = both_ways.nodes()
    parents: Dict[Any, Any] = dict.fromkeys(nodes[1:], nodes[0] if nodes else None)
    values: Dict[Any, Any] = {}
    for node in nodes[1:]:
        parent = parents[node]
        flow, cut = maximum_flow(both_ways, node, parent, capacity)
        values[node] = cut_value(both_ways, flow, cut)
        for other in nodes[1:]:
            if other != node and cut[other] == 0 and parents[other] == parent:
                parents[other] = node
        above = parents.get(parent)
        if parent in parents and cut[above] == 0:
            parents[node], parents[parent] = above, node
            values[node], values[parent] = values[parent], values[node]
    return {(node, parents[node]): values[node] for node in nodes[1:]}


def pagerank(graph: digraph, damping_factor: float = 0.85, max_iterations: int = 100, min_delta: float = 0.00001
             ) -> Dict[Any, float]:
    """Get how likely it is that each node is met by who follows edges at random.

    Args:
        damping_factor: How likely it is to follow an edge rather than go anywhere.
        max_iterations: Rounds at most.
        min_delta: Be content when a round changes less than this in all.
    """
    nodes = graph.nodes()
    ranks = {node: 1.0 / len(nodes) for node in nodes}
    for _ in range(max_iterations if nodes else 0):
        change = 0.0
        for node in nodes:
            rank = (1.0 - damping_factor) / len(nodes)
            for other in graph.incidents(node):
                rank += damping_factor * ranks[other] / len(graph.neighbors(other))
            change += abs(ranks[node] - rank)
            ranks[node] = rank
        if change < min_delta:
            break
    return ranks


def generate(num_nodes: int, num_edges: int, directed: bool = False, weight_range: Tuple[int, int] = (1, 1)
             ) -> Union[graph, digraph]:
    """Make a graph at random, of numbers from 0.

    Args:
        weight_range: Least and largest weight of an edge.

    Raises:
        IndexError: There can't be as many edges.
    """
    made: Union[graph, digraph] = digraph() if directed else graph()
    made.add_nodes(range(num_nodes))
    edges = [(a, b) for a in range(num_nodes) for b in range(num_nodes) if (a != b if directed else a > b)]
    random.shuffle(edges)
    for index in range(num_edges):
        made.add_edge(edges[index], wt=random.randint(min(weight_range), max(weight_range)))
    return made


def generate_hypergraph(num_nodes: int, num_edges: int, r: int = 0) -> hypergraph:
    """Make a hypergraph at random, of numbers as text: nodes from 0, then hyperedges.

    Args:
        r: Nodes of each hyperedge; zero for any number.
    """
    made = hypergraph()
    nodes = [str(number) for number in range(num_nodes)]
    edges = [str(number) for number in range(num_nodes, num_nodes + num_edges)]
    made.add_nodes(nodes)
    made.add_hyperedges(edges)
    for edge in edges:
        linked: List[str] = []
        if r:
            random.shuffle(nodes)
            linked = [nodes[index] for index in range(r)]
        else:
            linked = [node for node in nodes if random.choice([True, False])]
        for node in linked:
            made.link(node, edge)
    return made
