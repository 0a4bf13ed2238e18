"""Rez's `rez.cli.depends`."""
from pkgrs.cli.commands.depends import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.depends")
