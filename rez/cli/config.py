"""Rez's `rez.cli.config`."""
from pkgrs.cli.commands.config import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.config")
