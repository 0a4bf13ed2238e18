"""Rez's `rez.solver`."""
from pkgrs.resolve.solver import *
from rez._surface import surface

surface(__name__, "pkgrs.resolve.solver", "pkgrs.resolve.catalog")
