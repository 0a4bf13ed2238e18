"""Needless edges, and the heaviest path."""
from pkgrs.base.walk import critical_path, find_cycle, topological_sorting, transitive_edges, traversal

__all__ = ["critical_path", "find_cycle", "topological_sorting", "transitive_edges", "traversal"]
