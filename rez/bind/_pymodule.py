"""Rez's `rez.bind._pymodule`."""
import sys

from pkgrs.bind.pymodule import *
from rez._surface import surface

surface(__name__, "pkgrs.bind.pymodule")
