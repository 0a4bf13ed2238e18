"""Directed graphs."""
from pkgrs.base.digraph import AdditionError, basegraph, common, digraph, labeling

__all__ = ["AdditionError", "basegraph", "common", "digraph", "labeling"]
