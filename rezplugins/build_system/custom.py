"""The plugin `custom`."""
from pkgrs.build.custom import *
from rez._surface import surface

surface(__name__, "pkgrs.build.custom")
