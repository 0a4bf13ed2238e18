"""Rez's `rez.package_maker`."""
from pkgrs.base.files import retain_cwd
from pkgrs.base.schema import Optional
from pkgrs.package.maker import *
from rez._surface import surface

surface(__name__, "pkgrs.package.maker")
