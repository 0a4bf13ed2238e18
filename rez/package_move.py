"""Rez's `rez.package_move`."""
from pkgrs.store.move import *
from rez._surface import surface

surface(__name__, "pkgrs.store.move")
