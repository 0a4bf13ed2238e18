"""The plugin `svn`."""
from pkgrs.release.svn import *
from rez._surface import surface

surface(__name__, "pkgrs.release.svn")
