"""Rez's `rez.cli.env`."""
from pkgrs.cli.commands.env import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.env")
