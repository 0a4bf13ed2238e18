"""Rez's `rez.cli.pip`."""
import logging
from argparse import REMAINDER

from pkgrs.cli.commands.pip import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.pip")
