"""Graphs whose edges have any number of nodes."""
from pkgrs.base.digraph import AdditionError, basegraph, common, labeling
from pkgrs.base.undirected import graph, hypergraph

__all__ = ["AdditionError", "basegraph", "common", "graph", "hypergraph", "labeling"]
