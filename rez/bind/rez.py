"""Rez's `rez.bind.rez`."""
import rez
from pkgrs.bind.rez import *
from rez._surface import surface

surface(__name__, "pkgrs.bind.rez")
