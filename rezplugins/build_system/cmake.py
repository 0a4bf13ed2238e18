"""The plugin `cmake`."""
from pkgrs.build.cmake import *
from rez._surface import surface

surface(__name__, "pkgrs.build.cmake")
