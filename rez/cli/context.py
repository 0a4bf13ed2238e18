"""Rez's `rez.cli.context`."""
from pkgrs.cli.commands.context import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.context", lazy={
    "OutputStyle": "rez.rex:OutputStyle",
    "json": "json",
})
