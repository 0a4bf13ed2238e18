"""Rez's `rez.command`."""
from pkgrs.plugin.command import *
from rez._surface import surface

surface(__name__, "pkgrs.plugin.command")
