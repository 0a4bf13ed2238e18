"""Rez's `rez.release_hook`."""
from pkgrs.release.hook import *
from rez._surface import surface

surface(__name__, "pkgrs.release.hook")
