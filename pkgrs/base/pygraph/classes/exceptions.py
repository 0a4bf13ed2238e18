"""Errors."""
from pkgrs.base.digraph import (
    AdditionError,
    AlgorithmError,
    GraphError,
    InvalidGraphType,
    NegativeWeightCycleError,
    NodeUnreachable,
)

__all__ = [
    "AdditionError", "AlgorithmError", "GraphError", "InvalidGraphType", "NegativeWeightCycleError", "NodeUnreachable",
]
