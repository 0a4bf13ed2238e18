"""Rez's `rez.cli.search`."""
from pkgrs.cli.commands.search import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.search")
