"""Cycles."""
from pkgrs.base.digraph import find_cycle

__all__ = ["find_cycle"]
