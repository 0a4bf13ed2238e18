"""Rez's `rez.package_copy`."""
from pkgrs.store.copy import *
from rez._surface import surface

surface(__name__, "pkgrs.store.copy")
