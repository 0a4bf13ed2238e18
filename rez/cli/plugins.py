"""Rez's `rez.cli.plugins`."""
from pkgrs.cli.commands.plugins import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.plugins")
