"""Base of all graphs."""
from pkgrs.base.digraph import basegraph

__all__ = ["basegraph"]
