"""Ranks of nodes."""
from pkgrs.base.graph_flow import pagerank

__all__ = ["pagerank"]
