"""Rez's `rez.package_py_utils`."""
from __future__ import annotations

from typing import TYPE_CHECKING

from pkgrs.base.process import Popen
from pkgrs.package.helpers import *
from rez._surface import surface

# Package definitions import all of this, and what is no function becomes an attribute of the package.
__all__ = ["InvalidPackageError", "Popen", "TYPE_CHECKING", "annotations", "exec_command", "exec_python",
           "expand_requirement", "expand_requires", "find_site_python"]

surface(__name__, "pkgrs.package.helpers")
