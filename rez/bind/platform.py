"""Rez's `rez.bind.platform`."""
from pkgrs.bind.platform import *
from rez._surface import surface

surface(__name__, "pkgrs.bind.platform")
