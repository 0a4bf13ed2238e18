"""Going through a graph."""
from pkgrs.base.walk import traversal

__all__ = ["traversal"]
