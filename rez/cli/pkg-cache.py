"""Rez's `rez.cli.pkg-cache`."""
import os
import sys
from argparse import SUPPRESS

from pkgrs.cli.commands.pkg_cache import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.pkg_cache")
