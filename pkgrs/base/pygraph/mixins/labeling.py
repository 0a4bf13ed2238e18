"""Attributes, weights and labels."""
from pkgrs.base.digraph import labeling

__all__ = ["labeling"]
