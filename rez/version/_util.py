"""Rez's `rez.version._util`."""
from pkgrs.version.common import *
from rez._surface import surface

surface(__name__, "pkgrs.version.common", lazy={"T": "rez._typevars:T"})
