"""Rez's `rez.release_vcs`."""
from pkgrs.release.vcs import *
from rez._surface import surface

surface(__name__, "pkgrs.release.vcs")
