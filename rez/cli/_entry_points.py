"""Rez's `rez.cli._entry_points`."""
from pkgrs.cli.entry import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.entry")
