"""Rez's `rez.utils.which`."""
import os
import sys

from pkgrs.base.which import which
from rez._surface import surface

surface(__name__, "pkgrs.base.which")
