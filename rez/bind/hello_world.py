"""Rez's `rez.bind.hello_world`."""
from pkgrs.bind.hello_world import *
from rez._surface import surface

surface(__name__, "pkgrs.bind.hello_world")
