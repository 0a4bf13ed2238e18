"""Rez's `rez.bundle_context`."""
from pkgrs.context.bundle import *
from rez._surface import surface

surface(__name__, "pkgrs.context.bundle")
