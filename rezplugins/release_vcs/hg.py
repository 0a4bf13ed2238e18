"""The plugin `hg`."""
from pkgrs.release.hg import *
from rez._surface import surface

surface(__name__, "pkgrs.release.hg")
