"""Rez's `rez.utils.colorize`."""
import logging
import sys
from typing import Callable

from pkgrs.terminal.colour import *
from rez._surface import surface
from rez.utils.typing import SupportsWrite

surface(__name__, "pkgrs.terminal.colour", lazy={"colorama": "rez.vendor.colorama"})
