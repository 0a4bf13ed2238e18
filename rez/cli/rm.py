"""Rez's `rez.cli.rm`."""
from pkgrs.cli.commands.rm import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.rm", lazy={
    "sys": "sys",
})
