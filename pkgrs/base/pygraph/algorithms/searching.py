"""Searches."""
from pkgrs.base.walk import breadth_first_search, depth_first_search, null

__all__ = ["breadth_first_search", "depth_first_search", "null"]
