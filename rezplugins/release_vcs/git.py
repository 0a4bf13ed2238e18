"""The plugin `git`."""
from pkgrs.release.git import *
from rez._surface import surface

surface(__name__, "pkgrs.release.git")
