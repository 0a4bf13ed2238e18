"""Needless edges, and the heaviest path."""
from pkgrs.base.walk import critical_path, transitive_edges

__all__ = ["critical_path", "transitive_edges"]
