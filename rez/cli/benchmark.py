"""Rez's `rez.cli.benchmark`."""
from pkgrs.cli.commands.benchmark import *
from pkgrs.testing.benchmark import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.benchmark", "pkgrs.testing.benchmark")
