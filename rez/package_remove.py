"""Rez's `rez.package_remove`."""
from pkgrs.store.remove import *
from rez._surface import surface

surface(__name__, "pkgrs.store.remove")
