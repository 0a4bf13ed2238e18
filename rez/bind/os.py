"""Rez's `rez.bind.os`."""
from pkgrs.bind.os import *
from rez._surface import surface

surface(__name__, "pkgrs.bind.os")
