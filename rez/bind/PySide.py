"""Rez's `rez.bind.PySide`."""
from pkgrs.bind import pymodule as _pymodule
from pkgrs.bind.PySide import *
from rez._surface import surface

surface(__name__, "pkgrs.bind.PySide")
