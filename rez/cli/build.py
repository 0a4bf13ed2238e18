"""Rez's `rez.cli.build`."""
from pkgrs.cli.commands.build import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.build", lazy={"TYPE_CHECKING": "typing:TYPE_CHECKING"},
        live=["_package"])
