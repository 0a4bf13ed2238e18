"""Shortest and lightest."""
from pkgrs.base.walk import heuristic_search, minimal_spanning_tree, shortest_path

__all__ = ["heuristic_search", "minimal_spanning_tree", "shortest_path"]
