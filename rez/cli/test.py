"""Rez's `rez.cli.test`."""
from pkgrs.cli.commands.test import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.test")
