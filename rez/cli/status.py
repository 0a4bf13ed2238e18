"""Rez's `rez.cli.status`."""
from pkgrs.cli.commands.status import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.status")
