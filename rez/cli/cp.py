"""Rez's `rez.cli.cp`."""
from pkgrs.cli.commands.cp import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.cp")
