"""Rez's `rez.version._requirement`."""
from pkgrs.version.requirement import *
from rez._surface import surface

surface(__name__, "pkgrs.version.requirement", lazy={"re": "re"})
