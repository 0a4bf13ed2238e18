"""Graphs without directions."""
from pkgrs.base.digraph import AdditionError, basegraph, common, labeling
from pkgrs.base.undirected import graph

__all__ = ["AdditionError", "basegraph", "common", "graph", "labeling"]
