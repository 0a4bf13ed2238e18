"""Rez's `rez.bind._utils`."""
from pkgrs.bind.utils import *
from rez._surface import surface

surface(__name__, "pkgrs.bind.utils")
