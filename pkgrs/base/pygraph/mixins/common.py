"""What all graphs can do."""
from pkgrs.base.digraph import common

__all__ = ["common"]
