"""Rez's `rez.utils.patching`."""
from pkgrs.resolve.patch import *
from rez._surface import surface

surface(__name__, "pkgrs.resolve.patch")
