"""Orders."""
from pkgrs.base.walk import topological_sorting

__all__ = ["topological_sorting"]
