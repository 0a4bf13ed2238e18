"""Rez's `rez.cli.bundle`."""
from pkgrs.cli.commands.bundle import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.bundle", lazy={
    "os": "os",
    "sys": "sys",
})
