"""Rez's `rez.build_system`."""
from pkgrs.build.build_system import *
from rez._surface import surface

surface(__name__, "pkgrs.build.build_system", lazy={
    "argparse": "argparse",
    "literal": "rez.rex:literal",
})
