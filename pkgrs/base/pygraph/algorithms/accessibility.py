"""What can be reached."""
from pkgrs.base.digraph import accessibility
from pkgrs.base.walk import connected_components, mutual_accessibility

__all__ = ["accessibility", "connected_components", "mutual_accessibility"]
