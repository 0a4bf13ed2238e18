"""Rez's `rez.package_bind`."""
from pkgrs.bind.run import *
from rez._surface import surface

surface(__name__, "pkgrs.bind.run")
