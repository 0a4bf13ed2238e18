"""What can be reached."""
from pkgrs.base.digraph import accessibility
from pkgrs.base.walk import connected_components, cut_edges, cut_nodes, mutual_accessibility

__all__ = ["accessibility", "connected_components", "cut_edges", "cut_nodes", "mutual_accessibility"]
