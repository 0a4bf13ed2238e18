"""Rez's `rez.cli.view`."""
from pkgrs.cli.commands.view import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.view")
