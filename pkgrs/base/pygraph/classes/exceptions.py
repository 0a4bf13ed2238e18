"""Errors."""
from pkgrs.base.digraph import AdditionError, AlgorithmError, GraphError, InvalidGraphType, NodeUnreachable

__all__ = ["AdditionError", "AlgorithmError", "GraphError", "InvalidGraphType", "NodeUnreachable"]
