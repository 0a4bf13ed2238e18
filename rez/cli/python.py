"""Rez's `rez.cli.python`."""
from pkgrs.cli.commands.python import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.python")
