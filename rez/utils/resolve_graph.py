"""Rez's `rez.utils.resolve_graph`."""
from pkgrs.context.failure import *
from rez._surface import surface

surface(__name__, "pkgrs.context.failure")
