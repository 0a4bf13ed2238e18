"""Rez's `rez.build_process`."""
from pkgrs.build.helper import *
from pkgrs.build.kinds import *
from pkgrs.build.process import *
from rez._surface import surface

surface(__name__, "pkgrs.build.helper", "pkgrs.build.kinds", "pkgrs.build.process")
