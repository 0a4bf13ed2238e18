"""Rez's `rez.suite`."""
from pkgrs.suite.suite import *
from rez._surface import surface

surface(__name__, "pkgrs.suite.suite")
