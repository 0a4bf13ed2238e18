"""Rez's `rez.utils.py_dist`."""
import os
import shutil
import sys
import textwrap
from importlib import metadata as importlib_metadata

from pkgrs.errors import RezSystemError
from pkgrs.pip.py_dist import *
from rez._surface import surface

surface(__name__, "pkgrs.pip.py_dist")
