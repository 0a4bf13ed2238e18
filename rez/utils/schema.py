"""Rez's `rez.utils.schema`."""
from pkgrs.base.schema import *
from rez._surface import surface

surface(__name__, "pkgrs.base.schema")
