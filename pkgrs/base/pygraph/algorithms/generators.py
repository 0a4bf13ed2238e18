"""Graphs made at random."""
from random import choice, randint, shuffle

from pkgrs.base.digraph import digraph
from pkgrs.base.graph_flow import generate, generate_hypergraph
from pkgrs.base.undirected import graph, hypergraph

__all__ = ["choice", "digraph", "generate", "generate_hypergraph", "graph", "hypergraph", "randint", "shuffle"]
