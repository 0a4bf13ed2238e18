"""The plugin `cargo`."""
from pkgrs.build.cargo import *
from rez._surface import surface

surface(__name__, "pkgrs.build.cargo")
