"""Rez's `rez.utils.installer`."""
import rez
from pkgrs.installer.package import *
from rez._surface import surface

surface(__name__, "pkgrs.installer.package")
