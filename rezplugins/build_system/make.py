"""The plugin `make`."""
from pkgrs.build.make import *
from rez._surface import surface

surface(__name__, "pkgrs.build.make", lazy={"BuildSystem": "rez.build_system:BuildSystem"})
