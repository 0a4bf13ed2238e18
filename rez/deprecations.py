"""Rez's `rez.deprecations`."""
from pkgrs.base.deprecate import *
from rez._surface import surface

surface(__name__, "pkgrs.base.deprecate")
