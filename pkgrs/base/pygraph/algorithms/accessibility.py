"""Which nodes paths lead to."""
from pkgrs.base.digraph import accessibility

__all__ = ["accessibility"]
