"""Rez's `rez.cli.complete`."""
from pkgrs.cli.commands.complete import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.complete", lazy={
    "argparse": "argparse",
})
