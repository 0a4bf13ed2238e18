"""Rez's `rez.cli.pkg-ignore`."""
from pkgrs.cli.commands.pkg_ignore import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.pkg_ignore")
