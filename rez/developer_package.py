"""Rez's `rez.developer_package`."""
from inspect import isfunction

from pkgrs.base.process import add_sys_paths
from pkgrs.package.developer import *
from rez._surface import surface

surface(__name__, "pkgrs.package.developer")
