"""Shortest and lightest, most and least."""
from heapq import heappop, heappush

from pkgrs.base.digraph import NegativeWeightCycleError, NodeUnreachable, digraph
from pkgrs.base.graph_flow import cut_tree, cut_value, maximum_flow, shortest_path_bellman_ford
from pkgrs.base.walk import heuristic_search, minimal_spanning_tree, shortest_path

__all__ = [
    "NegativeWeightCycleError", "NodeUnreachable", "cut_tree", "cut_value", "digraph", "heappop", "heappush",
    "heuristic_search", "maximum_flow", "minimal_spanning_tree", "shortest_path", "shortest_path_bellman_ford",
]
