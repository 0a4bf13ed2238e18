"""Rez's `rez.bind.sip`."""
from pkgrs.bind import pymodule as _pymodule
from pkgrs.bind.sip import *
from rez._surface import surface

surface(__name__, "pkgrs.bind.sip")
