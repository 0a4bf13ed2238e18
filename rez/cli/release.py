"""Rez's `rez.cli.release`."""
from pkgrs.cli.commands.release import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.release")
