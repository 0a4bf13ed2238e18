"""Rez's `rez.cli.help`."""
from pkgrs.cli.commands.help import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.help")
