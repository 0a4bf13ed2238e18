"""Rez's `rez.bind.arch`."""
from pkgrs.bind.arch import *
from rez._surface import surface

surface(__name__, "pkgrs.bind.arch")
