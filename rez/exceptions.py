"""Rez's `rez.exceptions`."""
from pkgrs.errors import *
from rez._surface import surface

surface(__name__, "pkgrs.errors")
