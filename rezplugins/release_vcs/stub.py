"""The plugin `stub`."""
from pkgrs.release.stub import *
from rez._surface import surface

surface(__name__, "pkgrs.release.stub")
