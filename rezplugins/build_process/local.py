"""The plugin `local`."""
from pkgrs.build.local import *
from rez._surface import surface

surface(__name__, "pkgrs.build.local")
