"""Errors."""
from pkgrs.base.digraph import AdditionError, GraphError, InvalidGraphType, NodeUnreachable

__all__ = ["AdditionError", "GraphError", "InvalidGraphType", "NodeUnreachable"]
