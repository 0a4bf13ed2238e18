"""Rez's `rez.cli.interpret`."""
from pkgrs.cli.commands.interpret import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.interpret")
