"""Rez's `rez.bind.pip`."""
from pkgrs.bind import pymodule as _pymodule
from pkgrs.bind.pip import *
from rez._surface import surface

surface(__name__, "pkgrs.bind.pip")
