"""Cycles."""
from pkgrs.base.digraph import InvalidGraphType
from pkgrs.base.digraph import digraph as digraph_class
from pkgrs.base.undirected import graph as graph_class
from pkgrs.base.walk import find_cycle

__all__ = ["InvalidGraphType", "digraph_class", "find_cycle", "graph_class"]
