"""Rez's `rez.cli.bind`."""
import argparse

from pkgrs.cli.commands.bind import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.bind")
