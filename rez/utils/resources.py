"""Rez's `rez.utils.resources`."""
from pkgrs.base.resources import *
from rez._surface import surface

surface(__name__, "pkgrs.base.resources")
