"""Directed graphs."""
from pkgrs.base.digraph import digraph

__all__ = ["digraph"]
