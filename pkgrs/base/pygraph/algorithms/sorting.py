"""Orders."""
from pkgrs.base.walk import depth_first_search, topological_sorting

__all__ = ["depth_first_search", "topological_sorting"]
