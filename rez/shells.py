"""Rez's `rez.shells`."""
from pkgrs.shell.base import *
from rez._surface import surface

surface(__name__, "pkgrs.shell.base", "pkgrs.shell.startup", lazy={
    "Literal": "typing:Literal",
    "RezSystemError": "pkgrs.errors:RezSystemError",
    "quote": "shlex:quote",
})
