"""Rez's `rez.cli.forward`."""
from pkgrs.cli.commands.forward import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.forward")
