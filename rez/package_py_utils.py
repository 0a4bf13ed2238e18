"""Rez's `rez.package_py_utils`."""
from typing import TYPE_CHECKING

from pkgrs.base.process import Popen
from pkgrs.package.helpers import *
from rez._surface import surface

surface(__name__, "pkgrs.package.helpers")
