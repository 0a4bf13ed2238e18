"""Rez's `rez.cli.diff`."""
from pkgrs.cli.commands.diff import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.diff")
