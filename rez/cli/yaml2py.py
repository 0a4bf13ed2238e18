"""Rez's `rez.cli.yaml2py`."""
from pkgrs.cli.commands.yaml2py import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.yaml2py")
