"""Rez's `rez.cli.suite`."""
from pkgrs.cli.commands.suite import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.suite")
