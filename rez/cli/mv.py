"""Rez's `rez.cli.mv`."""
from pkgrs.cli.commands.mv import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.mv")
