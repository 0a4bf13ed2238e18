"""Rez's `rez.cli.gui`."""
from pkgrs.cli.commands.gui import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.gui")
