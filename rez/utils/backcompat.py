"""Rez's `rez.utils.backcompat`."""
from pkgrs.definition.legacy import *
from rez._surface import surface

surface(__name__, "pkgrs.definition.legacy", lazy={"textwrap": "textwrap"})
