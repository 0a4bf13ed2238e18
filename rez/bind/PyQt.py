"""Rez's `rez.bind.PyQt`."""
from pkgrs.bind import pymodule as _pymodule
from pkgrs.bind.PyQt import *
from rez._surface import surface

surface(__name__, "pkgrs.bind.PyQt")
